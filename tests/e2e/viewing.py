"""What tests of lists and of the viewer do and see."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.window import Window

SHIFTS = """addEventListener("DOMContentLoaded", () => {
    window.shifts = [];
    // the counter of running jobs comes and goes with what other tests left running
    const isOfBar = ({ node }) => node?.closest?.(".topbar");
    const told = (one) => ({ value: one.value, at: one.startTime, what: one.sources.map((source) =>
        [source.node?.outerHTML?.slice(0, 90), source.previousRect, source.currentRect]) });
    new PerformanceObserver((list) => shifts.push(...list.getEntries()
        .filter((one) => !one.hadRecentInput && !one.sources.every(isOfBar)).map(told)))
        .observe({ type: "layout-shift", buffered: true });
});"""


def opened(window: Window, *, at: str = "/?q=lantern", tile: int = 0) -> Page:
    """The viewer at that tile of the list."""
    page = window.page
    page.goto(at)
    page.locator("[data-gallery] .tile > a").nth(tile).click()
    live(page)
    return page


def live(page: Page) -> None:
    """Waits until PhotoSwipe shows the picture itself."""
    expect(page.locator(".stage.is-live")).to_be_visible()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.pswp__item[aria-hidden=false] img')]"
        ".some((one) => one.complete && one.naturalWidth > 1)"
    )


def level(page: Page) -> int:
    return int(page.locator("#zoomed").inner_text().split()[0])


def zoomed(page: Page, test: str) -> None:
    page.wait_for_function(f"() => parseInt(document.getElementById('zoomed').textContent) {test}")


def says(page: Page, number: int) -> None:
    """The rail speaks of that lantern."""
    expect(page.locator("#prompt-text")).to_have_text(f"Lantern {number}")
    expect(page).to_have_title(f"Lantern {number}")


def number_of(page: Page) -> int:
    return int(page.locator("#prompt-text").inner_text().split()[-1])


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('.tile')?.querySelector('img').alt"))
