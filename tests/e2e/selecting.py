"""What tests of chosen pictures look for on a page."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.window import Window


def tiles(page: Page) -> Locator:
    return page.locator("[data-gallery] > .tile")


def tick(page: Page, number: int) -> Locator:
    return tiles(page).nth(number).locator(".tile__pick input")


def ticked(page: Page) -> list[int]:
    boxes = page.locator(".tile__pick input").all()
    return [number for number, box in enumerate(boxes) if box.is_checked()]


def bar(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Selected pictures")


def opened(window: Window, word: str, number: int = 6) -> Page:
    window.page.goto(f"/?q={word}")
    window.live()
    expect(tiles(window.page)).to_have_count(number)
    return window.page


def collect_three(page: Page, name: str) -> None:
    """The first three of the list, into a new collection."""
    tick(page, 0).click()
    tick(page, 2).click(modifiers=["Shift"])
    page.keyboard.press("b")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("new collection", re.I)).fill(name)
    dialog.get_by_role("button", name="Add").click()
    expect(page.locator("#toasts")).to_contain_text(f"3 pictures added to “{name}”.")
