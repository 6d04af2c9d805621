"""Every scenario: what is asked, what is done to the product, and what is counted afterwards."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tests.faults import death_at_each_step, kill_and_stop
from tests.faults.bad_weather import WEATHERS
from tests.faults.held_jobs import (
    BARE,
    EVERY_STATE,
    FEW_STATES,
    POLLING,
    SAVING,
    SEEDREAM,
    SOON,
    STREAM,
    SYNC,
    TRICKLE,
    Group,
    ask,
    ask_until_bare,
    ask_until_in_state,
)
from tests.faults.job_ledger import ENDED, SETTLED_S, Count, Tale, count
from tests.faults.resent_clicks import click_through_a_killed_web
from tests.faults.scenario_setup import Ground, Place, TooLate

Play = Callable[[Place, str], Count]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One line of the table."""

    name: str
    what: str
    play: Play


def killed(
    who: Callable[[Ground], None], *, dies: str = "", groups: Sequence[Group] = EVERY_STATE
) -> Play:
    """kill -9 with jobs in every state; `dies`: the code of the calls that die with it."""

    def play(place: Place, name: str) -> Count:
        with Ground(place, name) as ground:
            ground.start()
            ask_until_in_state(ground, groups)
            ask_until_bare(ground)
            tale = _before(ground, dies)
            who(ground)
            kill_and_stop.seen(ground, tale)
            if who is kill_and_stop.everybody:
                ground.start()
            return finish(ground, name, (*groups, BARE), tale)

    return play


def line_cut(place: Place, name: str) -> Count:
    """Every connection breaks in mid-call, and none can be made for three seconds."""
    groups = (SYNC, TRICKLE, STREAM, POLLING, SAVING)
    with Ground(place, name) as ground:
        ground.start()
        ask_until_in_state(ground, groups)
        tale = _before(ground, "connection_lost")
        ground.line.cut()
        kill_and_stop.seen(ground, tale)
        time.sleep(3)
        ground.line.mend()
        return finish(ground, name, groups, tale)


def routers_killed(place: Place, name: str) -> Count:
    """The routers die in mid-call and come back having forgotten their tasks."""
    forgotten = replace(POLLING, ends=("failed unavailable",))
    groups = (SYNC, TRICKLE, STREAM, forgotten)
    with Ground(place, name) as ground:
        ground.start()
        ask_until_in_state(ground, groups)
        tale = _before(ground, "connection_lost")
        ground.routers.kill()
        kill_and_stop.seen(ground, tale)
        time.sleep(3)
        ground.routers.start()
        return finish(ground, name, groups, tale)


def bad_weather(place: Place, name: str) -> Count:
    """Resets, cuts, silence and nonsense from the routers themselves."""
    with Ground(place, name, IMAGEHUB_SILENCE_LIMIT="3") as ground:
        ground.start()
        tale = _before(ground)
        ask(ground, WEATHERS)
        return finish(ground, name, WEATHERS, tale)


def stopped(*numbers: signal.Signals, calls: int = 200, polling: Group = POLLING) -> Play:
    """A stop with so many calls out, some of which end within the grace, and another start."""
    is_twice = len(numbers) > 1
    groups = (
        polling,  # first: the others take every slot
        Group(
            name="short",
            state="generating",
            weather="[slow=9]",
            count=calls * 6 // 10,
            must_end_so=not is_twice,
        ),
        Group(name="long", state="generating", weather="[slow=90]", count=calls * 4 // 10),
    )

    def play(place: Place, name: str) -> Count:
        with Ground(place, name, IMAGEHUB_LEASE="10", IMAGEHUB_STOP_GRACE="10") as ground:
            ground.start()
            ask_until_in_state(ground, groups, 8)
            tale = _before(ground, "stopped")
            took = kill_and_stop.stop(ground, *numbers)
            kill_and_stop.seen(ground, tale)
            told = [f"{len(ground.product.everybody())} processes left by the stop"]
            told = told if ground.product.everybody() else []
            tale.harmed_at = time.time()
            ground.start()
            counted = finish(ground, name, groups, tale)
            limit = 6 if is_twice else 14
            told += [f"the stop took {took:.1f} s"] if took > limit else []
            counted.troubles += told
            return counted

    return play


def disk_nearly_full(place: Place, name: str) -> Count:
    """Nothing is sent while room is short; everything once there is room."""
    groups = tuple(
        Group(name=provider, state="queued", weather="", count=3, provider=provider, model=model)
        for provider, model in (
            ("fastapi", SYNC.model),
            ("fastrouter", POLLING.model),
            ("openrouter", SEEDREAM),
        )
    )
    with Ground(place, name) as ground:
        ground.start(IMAGEHUB_MIN_FREE=str(10**18))
        ask(ground, groups)
        time.sleep(5)
        tale = _before(ground)
        sent = len(ground.routers.calls())
        kill_and_stop.stop(ground, signal.SIGINT)
        ground.start(IMAGEHUB_MIN_FREE="0")
        tale.harmed_at = time.time()
        counted = finish(ground, name, groups, tale)
        counted.troubles += [f"{sent} calls with the disk full"] if sent else []
        return counted


def disk_broken(place: Place, name: str) -> Count:
    """Neither the spool nor the pictures can be written for a while, in mid-call."""
    spooling = Group(name="spooling", state="generating", weather="[slow=6]", count=3)
    keeping = Group(name="keeping", state="saving", weather="[url][late-file=5]", count=3)
    groups = (spooling, keeping, POLLING)
    with Ground(place, name) as ground:
        ground.start()
        ask_until_in_state(ground, groups, 5)
        tale = _before(ground, "worker_died")
        kill_and_stop.seen(ground, tale)
        _break_folders(ground, broken_s=8)
        tale.harmed_at = time.time()
        return finish(ground, name, groups, tale)


def _break_folders(ground: Ground, *, broken_s: float) -> None:
    """In the place of each folder stands a file, as unwritable as a full disk, also for root."""
    folders = [ground.data / "spool", ground.data / "pictures"]
    for folder in folders:
        folder.mkdir(exist_ok=True)
        folder.rename(folder.with_suffix(".away"))
        folder.touch()
    time.sleep(broken_s)
    for folder in folders:
        folder.unlink()
        folder.with_suffix(".away").rename(folder)


def finish(ground: Ground, name: str, groups: Sequence[Group], tale: Tale) -> Count:
    """Waits until every job has settled and the product is whole and well; then counts."""
    troubles: list[str] = []
    healthy_s = _patiently(troubles, ground, ground.product.answers, 30, "/health answers 200")
    _patiently(troubles, ground, lambda: _is_settled(ground), SETTLED_S + 15, "settled")
    _patiently(troubles, ground, lambda: _is_thumbed(ground), 100, "thumbnails")
    _patiently(
        troubles, ground, lambda: not kill_and_stop.left_over(ground), 20, "nobody left over"
    )
    if not ground.product.answers():
        troubles.append("/health is not 200 in the end")
    kill_and_stop.stop(ground, signal.SIGTERM)
    if ground.product.everybody():
        troubles.append(f"{len(ground.product.everybody())} processes left over")
    counted = count(name, groups, tale, ground.rows(), ground.routers.calls())
    counted.troubles, counted.healthy_s = troubles, healthy_s
    return counted


def _patiently(
    troubles: list[str], ground: Ground, true: Callable[[], object], seconds: float, what: str
) -> float:
    try:
        return ground.until(true, seconds, what)
    except TooLate as late:
        troubles.append(str(late))
        return seconds


def _is_settled(ground: Ground) -> bool:
    return all(row["status"] in ENDED for row in ground.rows())


def _is_thumbed(ground: Ground) -> bool:
    return all(picture["is_thumbed"] for row in ground.rows() for picture in row["pictures"])


def _before(ground: Ground, calls_end: str = "") -> Tale:
    return Tale(harmed_at=time.time(), before=ground.rows(), after=[], calls_end=calls_end)


INT, TERM = signal.SIGINT, signal.SIGTERM
ALL = (
    Scenario(
        name="kill-drains",
        what="kill -9 the workers that hold calls",
        play=killed(kill_and_stop.drains, dies="worker_died"),
    ),
    Scenario(
        name="kill-idle-workers",
        what="kill -9 the workers that hold none",
        play=killed(kill_and_stop.idle_workers),
    ),
    Scenario(
        name="kill-main", what="kill -9 the cluster's main process", play=killed(kill_and_stop.main)
    ),
    Scenario(
        name="kill-sentinel",
        what="kill -9 the cluster's sentinel",
        play=killed(kill_and_stop.sentinel),
    ),
    Scenario(name="kill-web", what="kill -9 the web process", play=killed(kill_and_stop.web)),
    Scenario(
        name="kill-everybody",
        what="kill -9 all at once, supervisor included; start again",
        play=killed(kill_and_stop.everybody, dies="worker_died"),
    ),
    Scenario(name="line-cut", what="every connection cut in mid-call", play=line_cut),
    Scenario(name="routers-killed", what="the routers die in mid-call", play=routers_killed),
    Scenario(name="bad-weather", what="reset, cut off, silent, garbage", play=bad_weather),
    Scenario(name="stop-int", what="SIGINT with 200 calls out; start again", play=stopped(INT)),
    Scenario(name="stop-term", what="SIGTERM with 200 calls out; start again", play=stopped(TERM)),
    Scenario(name="stop-twice", what="SIGINT twice with 200 calls out", play=stopped(INT, INT)),
    Scenario(name="disk-nearly-full", what="too little room to send", play=disk_nearly_full),
    Scenario(name="disk-broken", what="nothing can be written for 8 s", play=disk_broken),
    *(
        Scenario(
            name=f"step-{group.name}",
            what="kill -9 a worker before each of its effects in turn",
            play=death_at_each_step.dies_before_each(group),
        )
        for group in death_at_each_step.GROUPS
    ),
    Scenario(name="click", what="kill -9 the web under 30 clicks", play=click_through_a_killed_web),
)
SAMPLE = (
    Scenario(
        name="sample-kill",
        what="kill -9 the workers that hold calls",
        play=killed(kill_and_stop.drains, dies="worker_died", groups=FEW_STATES),
    ),
    Scenario(
        name="sample-stop",
        what="SIGINT twice with 20 calls out",
        play=stopped(INT, INT, calls=20, polling=SOON),
    ),
    Scenario(
        name="sample-step",
        what="kill -9 a worker before each of its effects in turn",
        play=death_at_each_step.dies_before_each(death_at_each_step.PLAIN),
    ),
)
