"""(e) What the product takes in memory while nothing happens."""

from __future__ import annotations

import time

from tests.bench import meter
from tests.bench.click import Clerk
from tests.bench.effort import Effort
from tests.bench.stage import Stage, Theatre
from tests.bench.table import Line, line

SETTLE_S = 4.0


def measure(theatre: Theatre, effort: Effort) -> list[Line]:
    """After a page was seen, and again after a picture was made and the drains have ended."""
    fresh, used, supervisor, web = [], [], [], []
    for _ in range(min(effort.runs, 3)):
        with theatre.stage(IMAGEHUB_DRAIN_IDLE="1") as stage:
            clerk = Clerk(stage)
            time.sleep(SETTLE_S)
            fresh.append(meter.pss_mb(stage.web_and_worker()))
            supervisor.append(meter.pss_mb([stage.whole]))
            web.append(meter.pss_mb(meter.tree(stage.web())))
            _make_one(stage, clerk)
            used.append(meter.pss_mb(stage.web_and_worker()))
    return [
        line("e", "web and worker, idle", fresh, "MB", 260),
        line("e", "  of which the web", web, "MB"),
        line("e", "  the same after a picture was made", used, "MB", 260),
        line("e", "the supervisor", supervisor, "MB"),
    ]


def _make_one(stage: Stage, clerk: Clerk) -> None:
    clerk.click("[bench][unique]")
    stage.wait(lambda: stage.do("tally")["thumbed"], 15)
    stage.wait(lambda: not stage.product.callers(), 15)
    time.sleep(SETTLE_S)
