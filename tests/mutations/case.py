"""One answer that a router may give, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from tests.simulator.given_answers import Given
from tests.simulator.server import Simulator

PLACES = {  # dialect -> router, model, options
    "fastapi plain": ("fastapi", "gpt-image-1", {}),
    "fastapi stream": ("fastapi", "gpt-image-1", {"stream": True, "partial_images": 1}),
    "fastrouter sync": ("fastrouter", "openai/gpt-image-1", {}),
    "fastrouter poll": ("fastrouter", "leonardo-ai/phoenix", {}),
    "imagerouter": ("imagerouter", "test/test", {}),
    "openrouter plain": ("openrouter", "bytedance-seed/seedream-4.5", {}),
    "openrouter stream": ("openrouter", "openai/gpt-image-2.5-flare", {}),
}
DIALECTS = tuple(PLACES)
PREFIXES = {
    "fastapi": "/fastapi/v1",
    "fastrouter": "/fastrouter",
    "imagerouter": "/imagerouter",
    "openrouter": "/openrouter/api/v1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is written to the line."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("content-type", "application/json"),)
    cuts: tuple[int, ...] = ()  # where the body is cut into pieces
    hold_open_s: float = 0.0
    ping: bytes = b""
    breaks: bool = False

    @property
    def pieces(self) -> list[bytes | float]:
        places = [0, *sorted({cut for cut in self.cuts if cut < len(self.body)}), len(self.body)]
        told = [self.body[begin:end] for begin, end in pairwise(places)]
        return [piece for piece in told if piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A job's answers. `kept`: a picture that must be there at the end."""

    dialect: str
    key: str  # of this job alone
    prompt: str
    paid: Reply
    polled: Reply | None = None  # to the question about the task
    task: str = ""  # its id
    files: tuple[tuple[str, Reply], ...] = ()  # results to fetch, by path
    kept: bytes | None = None
    most_posts: int = 3
    ends: frozenset[str] = frozenset()  # the states one of which it must end in; empty: any
    codes: frozenset[str] = frozenset()  # the same for its code
    says: str = ""  # words that must stand on its card
    told: tuple[str, ...] = field(default=(), compare=False)  # the steps that made it, for people

    @property
    def place(self) -> tuple[str, str, dict[str, Any]]:
        return PLACES[self.dialect]

    def give(self, simulator: Simulator) -> None:
        """From now on the simulator answers this job so."""
        slug = self.place[0]
        _give(simulator, PREFIXES[slug], self.prompt, self.paid)
        if self.polled:
            _give(simulator, PREFIXES[slug], self.task, self.polled)
        for path, reply in self.files:
            _give(simulator, "", path, reply)

    def without_answers(self) -> Case:
        """The same, forgotten what was large: thousands may be remembered."""
        return replace(self, files=(), told=self.told)


@dataclass(frozen=True, slots=True)
class Plan:
    """A case that is written only if it is wanted; `told`: the steps that make it."""

    told: tuple[str, ...]
    build: Callable[[], Case]
    has_picture: bool = True


def _give(simulator: Simulator, prefix: str, to: str, reply: Reply) -> None:
    simulator.app.given.add(
        Given(
            prefix=prefix,
            to=to,
            status=reply.status,
            headers=list(reply.headers),
            pieces=reply.pieces,
            hold_open_s=reply.hold_open_s,
            ping=reply.ping,
            breaks=reply.breaks,
        )
    )
