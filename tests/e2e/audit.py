"""What a page must stand: axe-core in both themes at both widths, and no sideways scrolling."""

from __future__ import annotations

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.e2e.window import DESKTOP, PHONE

_RUN = (
    "(rules) => axe.run({ resultTypes: ['violations'], preload: false, ...rules })"
    ".then((told) => told.violations)"
)
# another theme is the same page in other colours
_OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
_THEMES: dict[Literal["light", "dark"], dict[str, Any]] = {"light": {}, "dark": _OF_COLOUR}
# the new width and theme are drawn, and no colour is still on its way
_SETTLED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
    for (const one of document.getAnimations())
        if (Number.isFinite(one.effect.getComputedTiming().endTime)) one.finish();
    requestAnimationFrame(() => done());
})))"""
_WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_WIDEST = """() => [...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth)
    .map((one) => `${one.localName}.${one.className} ${one.getBoundingClientRect().right}`)
    .slice(0, 12).join('; ')"""


def faults(page: Page, *, only: str = "") -> list[str]:
    """Everything that is wrong with the page as it is. `only`: "desktop" or "phone"."""
    found: list[str] = []
    for name, size in (("desktop", DESKTOP), ("phone", PHONE)):
        if only and name != only:
            continue
        page.set_viewport_size(size)
        for theme, rules in _THEMES.items():
            page.emulate_media(color_scheme=theme)
            page.evaluate(_SETTLED)
            found += [f"{name} {theme}: {fault}" for fault in _axe(page, rules)]
    page.emulate_media(color_scheme="light")
    if only != "desktop":
        found += sideways(page)
    return found


def _axe(page: Page, rules: dict[str, Any]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    told = page.evaluate(_RUN, rules)
    return [
        f"{one['id']} ({one['help']}): {node['html'][:160]} {node['failureSummary'][:300]}"
        for one in told
        for node in one["nodes"]
    ]


def sideways(page: Page, widths: tuple[int, ...] = (390, 320)) -> list[str]:
    """Where the page is wider than its window."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": PHONE["height"]})
        page.evaluate(_SETTLED)
        try:  # for a moment a page may still be laid out at the width before
            page.wait_for_function(f"() => {_WIDTH} <= 0", timeout=2000)
        except PlaywrightTimeout:
            over, widest = page.evaluate(_WIDTH), page.evaluate(_WIDEST)
            found.append(f"scrolls sideways by {over} px at {width}: {widest}")
    page.set_viewport_size(DESKTOP)
    return found
