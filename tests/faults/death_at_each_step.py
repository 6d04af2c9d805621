"""A worker dies before each of its effects in turn: every row it writes, every file it makes or moves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from tests.faults.dying_worker import deaths
from tests.faults.held_jobs import POLLING, SEEDREAM, STREAM, Group
from tests.faults.job_ledger import Count, Tale, count
from tests.faults.scenario_setup import Ground, Place

MOST = 300  # effects of one job; a worker comes to its end alive before that
LEASE_S = "3"  # on a busy machine a living worker may be late to renew its own
LEAST = 30  # a hook that sees fewer is blind
PLAIN = Group(name="plain", state="", weather="", count=MOST)
STREAMED = replace(STREAM, name="streamed", weather="", count=MOST)
FETCHED = replace(PLAIN, name="fetched", weather="[url]")
POLLED = replace(POLLING, name="polled", weather="[pending=1]", count=MOST)
AGAIN = replace(PLAIN, name="again", weather="[429-once]", provider="openrouter", model=SEEDREAM)
GROUPS = (PLAIN, STREAMED, FETCHED, POLLED, AGAIN)


def dies_before_each(group: Group) -> Callable[[Place, str], Count]:
    """A play: one job of the group for every effect that its worker has."""

    def play(place: Place, name: str) -> Count:
        with Ground(place, name, IMAGEHUB_LEASE=LEASE_S) as ground:
            seen = deaths(ground.product.environment, _asked(group))
            alive = next(step for step, one in enumerate(seen) if not one["effect"])
            counted = _judged(name, group, seen[: alive + 1], ground.routers.calls())
        if alive < LEAST:
            counted.troubles.append(f"only {alive} effects were seen")
        return counted

    return play


def _asked(group: Group) -> dict[str, Any]:
    names = ("provider", "model", "options")
    return {"prompts": group.prompts(), **{name: getattr(group, name) for name in names}}


def _judged(
    name: str, group: Group, seen: Sequence[dict[str, Any]], calls: Sequence[dict[str, Any]]
) -> Count:
    """As if all had died in the same moment."""
    now = time.time()
    then = [one["then"] for one in seen]
    rows = [{**one["now"], "finished": _after(now, one)} for one in seen]
    tale = Tale(harmed_at=now, before=then, after=then, calls_end="worker_died")
    tale.spooled = {one["then"]["uid"] for one in seen if one["answered"]}
    told = count(name, [replace(group, count=len(seen))], tale, rows, calls)
    effects = {one["now"]["prompt"]: one["effect"] for one in seen}
    for kind in (told.lost, told.doubled, told.dishonest, told.late):
        kind[:] = [f"{line} (died before: {effects.get(_prompt(line, effects))})" for line in kind]
    return told


def _prompt(line: str, prompts: Iterable[str]) -> str:
    return next((prompt for prompt in prompts if line.startswith(prompt)), "")


def _after(now: float, one: dict[str, Any]) -> float | None:
    ended = one["now"]["finished"]
    return now + ended - one["died_at"] if ended else None
