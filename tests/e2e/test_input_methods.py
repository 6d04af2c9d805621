"""Keys that belong to an input method (Japanese, Chinese, Korean, dead keys) do nothing of ours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import BOB, Opener
from tests.e2e.viewing import opened
from tests.e2e.window import Window

# how browsers say it: by the flag, and by the number alone (Safari's last Enter, older ones)
SPELLINGS = ({"isComposing": True}, {"keyCode": 229})
PRESS = """([where, key, more]) => document.querySelector(where).dispatchEvent(new KeyboardEvent(
    "keydown", { key, bubbles: true, cancelable: true, ...more }))"""


def press(page: Page, where: str, key: str, **more: object) -> bool:
    """Whether what the browser does by itself went on, both times."""
    went_on = [page.evaluate(PRESS, [where, key, how | more]) for how in SPELLINGS]
    return all(went_on)


def test_an_input_methods_enter_sends_no_paid_job(alice: Window) -> None:
    page, sent = alice.page, []
    page.on("request", lambda request: sent.append(request.url))
    alice.write("猫")
    assert press(page, "#prompt", "Enter", ctrlKey=True)
    assert press(page, "#prompt", "Enter", metaKey=True)
    assert press(page, "#prompt", "ArrowUp", altKey=True)
    page.wait_for_timeout(300)
    assert not [url for url in sent if "/jobs/" in url or "/recall/" in url]
    expect(page.locator("#prompt")).to_have_value("猫")


@pytest.mark.parametrize(("key", "where"), [("Enter", "[data-model-search]"), ("?", "body")])
def test_an_input_methods_keys_choose_and_open_nothing(alice: Window, key: str, where: str) -> None:
    page = alice.page
    page.locator("#picked").click()
    assert press(page, where, key)
    expect(page.locator("#models")).to_be_visible()
    expect(page.locator("#help")).to_be_hidden()


def test_an_input_methods_escape_leaves_menus_and_ticks(alice: Window) -> None:
    page = alice.page
    menu = page.locator("details[data-menu]").first
    menu.locator("summary").click()
    assert press(page, "body", "Escape")
    assert menu.evaluate("menu => menu.open")


def test_an_input_methods_keys_do_nothing_to_a_picture(pictures: None, open_window: Opener) -> None:
    page = opened(open_window(BOB))
    title = page.title()
    for key in ("ArrowRight", "Delete", "f", "Escape"):
        assert press(page, "body", key)
    page.wait_for_timeout(300)
    assert page.title() == title
