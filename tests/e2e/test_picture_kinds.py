"""Pictures that browsers cannot show, that are turned, that move or break off, in a real browser."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import viewing
from tests.e2e.conftest import BOB, Opener
from tests.e2e.product_and_simulator import Stage
from tests.e2e.window import PHONE

SHOTS = os.environ.get("IMAGEHUB_SHOTS")  # a folder: what is seen is kept there
RATIO = """image => Math.round(100 * image.naturalWidth / image.naturalHeight)"""
RATIOS = {"a photo from a phone": 200, "a turned photo": 50, "a turned drawing": 50, "a film": 200}


@pytest.fixture(scope="module")
def kinds(stage: Stage, first_run: object) -> None:
    stage.fill("picture_kinds", BOB)


@pytest.mark.parametrize("narrow", [False, True])
def test_each_kind_is_seen_as_it_is_in_list_and_viewer(
    narrow: bool, kinds: None, open_window: Opener
) -> None:
    size = PHONE if narrow else {"width": 1440, "height": 900}
    page = open_window(BOB, viewport=size).page
    for kind, ratio in RATIOS.items():
        tile = _drawn(page, kind, ratio)
        assert _ratio_of_box(page, tile) == pytest.approx(ratio, rel=0.1)
    _keep(page, "list", narrow)
    for kind, ratio in RATIOS.items():
        page.goto("/?q=odd+kind")
        page.locator(f'[data-gallery] .tile a:has(img[alt="Odd kind: {kind}"])').click()
        viewing.live(page)
        shown = ".pswp__item[aria-hidden=false] img.pswp__img:not(.pswp__img--placeholder)"
        assert page.locator(shown).last.evaluate(RATIO) == pytest.approx(ratio, abs=2)
        assert _ratio_of_box(page, shown) == pytest.approx(ratio, rel=0.05)
        _keep(page, kind, narrow)


def test_what_is_odd_is_said(kinds: None, open_window: Opener) -> None:
    page = open_window(BOB).page
    for kind, words in {"half": "Cut off", "strange": "No view", "a film": "Moving"}.items():
        _drawn(page, kind, None)
        tile = page.locator(f'.tile:has(img[alt="Odd kind: {kind}"])')
        expect(tile.locator(".tile__remark")).to_have_text(words)
    page.locator('[data-gallery] .tile a:has(img[alt="Odd kind: strange"])').click()
    expect(page.locator("#rail")).to_contain_text("Browsers cannot show JPEG XL")
    _keep(page, "strange", False)


def _drawn(page: Page, kind: str, ratio: int | None) -> str:
    """Waits for the worker; returns where its picture is in the list. ratio None: for a remark."""
    image = f'img[alt="Odd kind: {kind}"]'
    for _ in range(30):
        page.goto("/?q=odd+kind")
        if page.locator(f"[data-gallery] .tile:has({image}) .tile__remark").count() and not ratio:
            break
        found = page.locator(f"[data-gallery] .tile {image}")
        page.wait_for_function("image => image.complete", arg=found.element_handle())
        sent = page.request.get(found.evaluate("image => image.currentSrc"))
        if ratio and sent.headers["content-type"] == "image/webp":
            assert found.evaluate(RATIO) == pytest.approx(ratio, abs=2)
            break
        page.wait_for_timeout(500)
    return f"[data-gallery] .tile {image}"


def _ratio_of_box(page: Page, image: str) -> float:
    box = page.locator(image).last.bounding_box()
    assert box
    return 100 * box["width"] / box["height"]


def _keep(page: Page, name: str, narrow: bool) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{'390' if narrow else '1440'}.png")
