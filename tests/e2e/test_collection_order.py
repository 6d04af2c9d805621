"""A collection in its own order, and pictures dropped on collections."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import audit
from tests.e2e.conftest import BOB
from tests.e2e.product_and_simulator import Stage
from tests.e2e.selecting import opened, tick, tiles
from tests.e2e.test_keyboard import tab_to
from tests.e2e.window import Window


@pytest.fixture
def folder(bob: Window, shelf: str) -> str:
    """The address of a collection of all six, in their own order."""
    page = opened(bob, shelf)
    tick(page, 0).click()
    page.get_by_label("Select all").check()
    page.keyboard.press("b")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("new collection", re.I)).fill(shelf)
    dialog.get_by_role("button", name="Add").click()
    expect(page.locator("#toasts")).to_contain_text("6 pictures added")
    page.goto("/collections/")
    page.get_by_role("link", name=shelf).click()
    page.get_by_text("Change this collection").click()
    page.locator("#c-order").select_option("hand")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-arrange]")).to_be_visible()
    return page.url


def order(page: Page) -> str:
    words = [img.get_attribute("alt") or "" for img in page.locator("[data-gallery] img").all()]
    return "".join(word[-1] for word in words)


def shows(page: Page, wanted: str) -> None:
    page.wait_for_function(
        """wanted => [...document.querySelectorAll("[data-gallery] img")]
            .map((img) => img.alt.slice(-1)).join("") === wanted""",
        arg=wanted,
    )


def test_own_order_is_made_by_drag_and_by_keyboard_and_seen_at_once(
    bob: Window, alice: Window, folder: str
) -> None:
    page, hers = bob.page, alice.page
    for window in (bob, alice):
        window.page.goto(folder)
        window.live()
    begin = order(page)
    a, b, c, d, e, f = begin
    tiles(page).nth(4).drag_to(tiles(page).nth(1), target_position={"x": 8, "y": 40})
    shows(page, a + e + b + c + d + f)
    shows(hers, a + e + b + c + d + f)
    tick(page, 0).focus()
    page.keyboard.press("Space")
    tab_to(page, ".bulkbar [value=later]")
    page.keyboard.press("Enter")
    shows(page, e + a + b + c + d + f)
    shows(hers, e + a + b + c + d + f)
    assert audit.faults(page) == []
    tick(page, 2).click()
    last = tiles(page).nth(5).bounding_box()
    assert last
    tiles(page).nth(2).drag_to(
        tiles(page).nth(5), target_position={"x": last["width"] - 8, "y": 40}
    )
    shows(page, e + c + d + f + a + b)


def test_a_tile_and_a_selection_are_dropped_on_a_collection(
    bob: Window, alice: Window, folder: str, shelf: str, stage: Stage
) -> None:
    page, hers = bob.page, alice.page
    stage.fill("few_pictures", BOB, "3", f"Late{shelf}")
    hers.goto(folder)
    alice.live()
    opened(bob, f"Late{shelf}", number=3)
    place = page.locator(".shelf__place", has_text=shelf)
    expect(place).to_be_hidden()
    for grabbed, added in ((0, 1), (2, 2)):
        if added == 2:
            tick(page, 1).click()
            tick(page, 2).click()
        tiles(page).nth(grabbed).hover()
        page.mouse.down()
        tiles(page).nth(1).hover()
        expect(place).to_be_visible()
        place.hover()
        place.hover()
        expect(place).to_have_class(re.compile("is-over"))
        page.mouse.up()
        said = f"{added} pictures" if added > 1 else "1 picture"
        expect(page.locator("#toasts")).to_contain_text(f"{said} added to “{shelf}”.")
        expect(place).to_be_hidden()
    expect(tiles(hers)).to_have_count(9)
