"""(d) The gallery's first page, with a small library and with a large one."""

from __future__ import annotations

import statistics
import time

import httpx2

from tests.bench.product_and_routers import Stage, Theatre
from tests.bench.results_table import Line, line
from tests.bench.rounds import Effort

SMALL = 1_000
WARM_UP = 5
PLACES = {"/": "workspace with the gallery's first page", "/gallery/": "the gallery's tiles alone"}


def measure(theatre: Theatre, effort: Effort) -> list[Line]:
    """The same person, the same product, more and more pictures."""
    with theatre.stage() as stage:
        session = stage.do("people", count=1, sessions=1)[0]["sessions"][0]
        stage.run("-m", "tests.seed", str(SMALL))
        few = _times(stage, session, effort)
        if effort.library <= SMALL:
            return [line("d", _what(path, SMALL), few[path], "ms", 40) for path in PLACES]
        begin = time.monotonic()
        stage.run("-m", "tests.seed", str(effort.library - SMALL))
        seeded = time.monotonic() - begin
        many = _times(stage, session, effort)
    lines = []
    for path in PLACES:
        lines.append(line("d", _what(path, SMALL), few[path], "ms"))
        lines.append(line("d", _what(path, effort.library), many[path], "ms", 40))
        ratio = statistics.median(many[path]) / statistics.median(few[path])
        lines.append(Line(item="d", what="  large to small", value=ratio, unit="times", aim=1.3))
    lines.append(line("d", "  seeding the large one", [seeded], "s", 30))
    return lines


def _times(stage: Stage, session: str, effort: Effort) -> dict[str, list[float]]:
    """Milliseconds of each whole answer."""
    with stage.browser(session) as browser:
        return {path: _timed(browser, path, effort.pages) for path in PLACES}


def _timed(browser: httpx2.Client, path: str, pages: int) -> list[float]:
    took = []
    for _ in range(WARM_UP + pages):
        begin = time.perf_counter()
        browser.get(path).raise_for_status()
        took.append(1000 * (time.perf_counter() - begin))
    return took[WARM_UP:]


def _what(path: str, pictures: int) -> str:
    return f"{PLACES[path]}, {pictures:,} pictures"
