"""(a) Two hundred jobs at once, 5 s upstream, 1.6 MB PNGs in base64."""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass

from tests.bench import process_meter
from tests.bench.product_and_routers import Stage, Theatre
from tests.bench.results_table import Line, line
from tests.bench.rounds import Effort

PATIENCE_S = 90.0
OPEN = ("queued", "sending", "generating", "polling", "saving")


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """One run."""

    safe_s: float  # upstream's time taken off
    thumbs_s: float  # the small ones, which the gallery waits for
    large_s: float
    peak_mb: float
    cpu_s: float
    lost: int
    doubled: int


def measure(theatre: Theatre, effort: Effort) -> list[Line]:
    """Several bursts on one product, the first one cold."""
    with theatre.stage() as stage:
        person = stage.do("people", count=1, sessions=1)[0]["id"]
        runs = [_burst(stage, person, run, effort) for run in range(effort.runs)]
    safe = [run.safe_s for run in runs]
    what = f"{effort.jobs} jobs"
    return [
        line("a", f"{what}: slowest original safe, after upstream", safe, "s", 4.5),
        Line(item="a", what="  worst run", value=max(safe), unit="s", aim=7),
        line("a", "  last thumbnail, after upstream", [run.thumbs_s for run in runs], "s", 9),
        line("a", "  the same at 640 pixels", [run.large_s for run in runs], "s"),
        line("a", "  whole product at its peak", [run.peak_mb for run in runs], "MB", 450),
        line("a", "  processor time a picture", [_each_ms(run, effort) for run in runs], "ms"),
        Line(
            item="a", what="  lost, all runs", value=sum(run.lost for run in runs), unit="", aim=0
        ),
        Line(
            item="a",
            what="  doubled, all runs",
            value=sum(run.doubled for run in runs),
            unit="",
            aim=0,
        ),
    ]


def _burst(stage: Stage, person: int, run: int, effort: Effort) -> Burst:
    prefix = f"run {run} "
    slow = effort.upstream_s
    prompts = [f"{prefix}[bench][unique][slow={slow:g}] {job}" for job in range(effort.jobs)]
    stage.router.delete("/_calls")
    used = process_meter.cpu_s(process_meter.tree(stage.whole))
    with process_meter.Peak(stage.whole) as peak:
        begin = stage.do("submit", user=person, prompts=prompts)
        stage.wait(lambda: _is_finished(stage), PATIENCE_S, every=0.3)
    used = process_meter.cpu_s(process_meter.tree(stage.whole)) - used
    jobs = stage.do("outcome", prefix=prefix)
    pictures = [picture for job in jobs for picture in job["pictures"]]
    whole = {picture["sha256"] for picture in pictures if picture["is_whole"]}
    posts = stage.arrivals(prefix)
    burst = Burst(
        safe_s=_last([job["finished"] for job in jobs]) - begin - slow,
        thumbs_s=_last([picture["thumbed"] for picture in pictures]) - begin - slow,
        large_s=_last([picture["enlarged"] for picture in pictures]) - begin - slow,
        peak_mb=peak.mb,
        cpu_s=used,
        lost=effort.jobs - len(whole),
        doubled=sum(len(times) - 1 for times in posts.values()) + len(pictures) - len(whole),
    )
    print(f"  run {run + 1}: {_said(burst, posts, begin)}", file=sys.stderr)
    return burst


def _is_finished(stage: Stage) -> bool:
    """Nothing is under way, and no picture of this run or an earlier one wants a thumbnail."""
    tally = stage.do("tally")
    return not tally["bare"] and not any(tally.get(state) for state in OPEN)


def _last(moments: list[float | None]) -> float:
    """Infinite if one never came: it must not look quick."""
    return max((float("inf") if at is None else at for at in moments), default=float("inf"))


def _each_ms(run: Burst, effort: Effort) -> float:
    return 1000 * run.cpu_s / effort.jobs


def _said(burst: Burst, posts: dict[str, list[float]], begin: float) -> str:
    sent = [times[0] - begin for times in posts.values()] or [0.0]
    return (
        f"safe +{burst.safe_s:.2f} s, thumbnails +{burst.thumbs_s:.2f} s, large ones "
        f"+{burst.large_s:.2f} s, {burst.peak_mb:.0f} MB, "
        f"{burst.cpu_s:.1f} s of a core, sent within {max(sent):.2f} s "
        f"(half in {statistics.median(sent):.2f})"
    )
