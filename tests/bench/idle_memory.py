"""(e) What the product takes in memory while nothing happens."""

from __future__ import annotations

import time

from tests.bench import process_meter
from tests.bench.click_latency import Clerk
from tests.bench.product_and_routers import Stage, Theatre
from tests.bench.results_table import Line, line
from tests.bench.rounds import Effort

SETTLE_S = 4.0


def measure(theatre: Theatre, effort: Effort) -> list[Line]:
    """After a page was seen, and again after a picture was made and the drains have ended."""
    fresh, used, supervisor, web = [], [], [], []
    for _ in range(min(effort.runs, 3)):
        with theatre.stage(IMAGEHUB_DRAIN_IDLE="1") as stage:
            clerk = Clerk(stage)
            time.sleep(SETTLE_S)
            fresh.append(process_meter.pss_mb(stage.web_and_worker()))
            supervisor.append(process_meter.pss_mb([stage.whole]))
            web.append(process_meter.pss_mb(process_meter.tree(stage.web())))
            _make_one(stage, clerk)
            used.append(process_meter.pss_mb(stage.web_and_worker()))
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
