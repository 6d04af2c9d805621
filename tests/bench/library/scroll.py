"""Scrolling through a large library in Chromium: long tasks, memory, first paint, layout shift."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.bench.product_and_routers import Stage, Theatre
from tests.bench.results_table import Line
from tests.bench.rounds import Effort
from tests.e2e import chromium

TILES = 2_000
WHEEL = 600  # pixels a turn
_WATCH = """() => {
    window.seen = { long: [], shift: 0, paint: 0 };
    const watch = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each))
        .observe({ type, buffered: true });
    watch("longtask", (entry) => window.seen.long.push([entry.startTime, entry.duration]));
    watch("layout-shift", (entry) => { if (!entry.hadRecentInput) window.seen.shift += entry.value; });
    watch("largest-contentful-paint", (entry) => { window.seen.paint = entry.startTime; });
}"""


def measure(theatre: Theatre, data: Path, effort: Effort) -> list[Line]:
    """Somebody opens the workspace and turns the wheel until 2,000 tiles have gone by."""
    del effort
    with theatre.on(data) as stage, sync_playwright() as playwright:
        browser = chromium.launched(playwright)
        try:
            return list(_lines(_scrolled(browser, stage)))
        finally:
            browser.close()


def _scrolled(browser: Browser, stage: Stage) -> dict[str, Any]:
    page = _opened(browser, stage)
    page.wait_for_timeout(2_000)  # everything that may still move has moved
    first = page.evaluate("window.seen")
    page.evaluate("window.seen.long = []")
    talk = page.context.new_cdp_session(page)
    heaps: list[Heap] = []
    while (tiles := _tiles(page)) < TILES:
        if tiles >= (len(heaps) + 1) * TILES // 4:
            heaps.append(_heap(page, talk))
        page.mouse.wheel(0, WHEEL)
        page.wait_for_timeout(100)  # a quick hand
    heaps.append(_heap(page, talk))
    page.wait_for_timeout(200)  # the last of them is reported
    seen = page.evaluate("window.seen")
    return {
        "paint": first["paint"],
        "shift": seen["shift"],
        "long": [took for at, took in seen["long"] if not any(each.holds(at) for each in heaps)],
        "heaps": [each.size for each in heaps],
    }


def _opened(browser: Browser, stage: Stage) -> Page:
    session = stage.do("people", count=1, sessions=1)[0]["sessions"][0]
    url = f"http://127.0.0.1:{stage.product.port}"
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=url)
    context.add_cookies([{"name": "imagehub_session", "value": session, "url": url}])
    context.add_init_script(f"({_WATCH})()")
    page = context.new_page()
    page.goto("/")
    page.locator("#gallery > li.tile").first.wait_for()
    page.reload()  # the second visit: files are in the browser, as every day
    page.locator("#gallery > li.tile").first.wait_for()
    page.mouse.move(700, 500)
    return page


def _tiles(page: Page) -> int:
    return int(page.evaluate("document.querySelectorAll('li.tile').length"))


@dataclass(frozen=True, slots=True)
class Heap:
    """What scripts and nodes hold, MB, and when it was asked: the collection that this takes is one
    long task, and none of the page's."""

    size: float
    begin: float
    end: float

    def holds(self, at: float) -> bool:
        return self.begin <= at <= self.end


def _heap(page: Page, talk: CDPSession) -> Heap:
    begin = page.evaluate("performance.now()")
    talk.send("HeapProfiler.collectGarbage")
    size = float(talk.send("Runtime.getHeapUsage")["usedSize"]) / 1e6
    return Heap(size, begin, page.evaluate("performance.now()"))


def _lines(seen: dict[str, Any]) -> list[Line]:
    longest = max(seen["long"], default=0)
    what = f"Chromium, {TILES:,} tiles scrolled: "
    return [
        Line(item="l", what=f"{what}longest task", value=longest, unit="ms", aim=100),
        Line(item="l", what=f"{what}layout shift", value=seen["shift"], unit="", aim=0),
        Line(
            item="l",
            what=f"{what}script memory grew",
            value=seen["heaps"][-1] - seen["heaps"][0],
            unit="MB",
            runs=tuple(seen["heaps"]),
        ),
        Line(
            item="l",
            what="Chromium, largest contentful paint",
            value=seen["paint"],
            unit="ms",
            aim=1000,
        ),
    ]
