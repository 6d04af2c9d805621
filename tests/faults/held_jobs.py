"""Groups of jobs that can be held in a state for long enough to be hurt there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tests.faults.scenario_setup import Ground, Row

GPT, LEONARDO = "gpt-image-1", "leonardo-ai/phoenix"
SEEDREAM, SLOW_DOOR = "bytedance-seed/seedream-4.5", "test/test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Jobs alike: what is asked, the state they are hurt in, and how they end by nature."""

    name: str
    state: str
    weather: str
    count: int
    provider: str = "fastapi"
    model: str = GPT
    options: dict[str, object] = field(default_factory=dict)
    ends: tuple[str, ...] = ("done",)  # states, with a code where there is one
    must_end_so: bool = False  # whatever is done to the product
    pictures: int = 1

    def prompts(self) -> list[str]:
        return [
            f"{self.name} {number} [png][hue={number}]{self.weather}"
            for number in range(self.count)
        ]


SYNC = Group(name="sync", state="generating", weather="[slow=12]", count=3)
TRICKLE = Group(name="trickle", state="generating", weather="[bench][trickle=12]", count=2)
STREAM = Group(
    name="stream",
    state="generating",
    weather="[pause=12]",
    count=2,
    options={"stream": True, "partial_images": 2},
)
POLLING = Group(
    name="polling",
    state="polling",
    weather="[pending=8]",
    count=3,
    provider="fastrouter",
    model=LEONARDO,
)
SAVING = Group(name="saving", state="saving", weather="[url][late-file=12]", count=3)
SENDING = Group(
    name="sending",
    state="sending",
    weather="",
    count=2,
    provider="imagerouter",
    model=SLOW_DOOR,
    ends=("failed unavailable",),  # the door never opens: nothing was sent
)
WAITING = Group(  # the first one's 429 lets the key rest, and the others with it
    name="waiting",
    state="queued",
    weather="[429-once]",
    count=1,
    provider="openrouter",
    model=SEEDREAM,
)
QUEUED = Group(
    name="queued", state="queued", weather="", count=4, provider="openrouter", model=SEEDREAM
)
BARE = Group(name="bare", state="done", weather="[bench]", count=12)
EVERY_STATE = (SYNC, TRICKLE, STREAM, POLLING, SAVING, SENDING, WAITING, QUEUED)
SOON = replace(POLLING, weather="[pending=4]")
FEW_STATES = (SYNC, TRICKLE, STREAM, SOON, replace(SAVING, weather="[url][late-file=4]"))


def ask(ground: Ground, groups: Sequence[Group]) -> None:
    """Submits every job of the groups."""
    for group in groups:
        ground.desk.tell(
            "ask",
            provider=group.provider,
            model=group.model,
            prompts=group.prompts(),
            options=group.options,
        )


def ask_until_in_state(ground: Ground, groups: Sequence[Group], seconds: float = 15) -> None:
    """Submits the groups and waits until each job stands in the state it is to be hurt in."""
    ask(ground, [group for group in groups if group is not QUEUED])
    if QUEUED in groups:  # once the key rests
        ground.until(lambda: _is_resting(ground.rows()), seconds, "the key rests")
        ask(ground, [QUEUED])
    names = ", ".join(group.name for group in groups)
    ground.until(lambda: not missing(ground.rows(), groups), seconds, f"every state of {names}")


def ask_until_bare(ground: Ground, seconds: float = 15) -> None:
    """Submits pictures until one is safe and has no thumbnail yet."""
    ask(ground, [BARE])

    def is_bare() -> bool:
        mine = [row for row in ground.rows() if row["prompt"].startswith("bare ")]
        return any(not picture["is_thumbed"] for row in mine for picture in row["pictures"])

    ground.until(is_bare, seconds, "a picture without thumbnails")


def missing(rows: Sequence[Row], groups: Sequence[Group]) -> Counter[str]:
    """How many jobs of each group do not stand where they should."""
    status = {row["prompt"]: row["status"] for row in rows}
    wanted = [(group, prompt) for group in groups for prompt in group.prompts()]
    return Counter(group.name for group, prompt in wanted if status.get(prompt) != group.state)


def _is_resting(rows: Sequence[Row]) -> bool:
    return any(
        row["prompt"].startswith("waiting ") and row["posts"] and row["status"] == "queued"
        for row in rows
    )
