"""Pages that the browser keeps for Back (bfcache): as they were left, up to date, and gone with the
session. Playwright's goBack waits for a load that such a page does not have."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests import machine_speed
from tests.e2e import chromium
from tests.e2e.conftest import ALICE, BOB, FirstRun, Opener
from tests.e2e.product_and_simulator import Stage
from tests.e2e.selecting import tiles
from tests.e2e.viewing import live
from tests.e2e.window import Window

SHOWN = (
    "addEventListener('pageshow', (event) => { if (event.persisted) document.cookie = 'kept=1'; })"
)


@pytest.fixture
def keeper(engine: Playwright, stage: Stage, first_run: FirstRun) -> Iterator[Window]:
    """Alice's window in a browser that keeps pages."""
    browser = chromium.launched(engine, keeps_pages=True)
    window = Window(browser, stage.url)
    window.context.add_init_script(SHOWN)
    window.sign_in(ALICE)
    yield window
    assert window.troubles == []
    browser.close()


def back(page: Page, steps: int = 1) -> None:
    page.evaluate("steps => history.go(-steps)", steps)


def was_kept(page: Page) -> bool:
    return "kept=1" in str(page.evaluate("document.cookie"))


def test_back_shows_the_list_as_it_was_left(keeper: Window, pictures: None) -> None:
    page = keeper.page
    page.goto("/?q=lantern")
    tile = page.locator("[data-gallery] .tile:has(img[alt='Lantern 50'])")
    tile.scroll_into_view_if_needed()
    before = tile.bounding_box()
    page.evaluate("window.wasHere = true")
    tile.locator("> a").click()
    live(page)
    back(page)
    page.wait_for_function("window.wasHere")
    assert was_kept(page)
    assert tile.evaluate("tile => tile.contains(document.activeElement)")
    after = tile.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2


def test_what_was_hidden_meanwhile_is_not_in_it_and_the_stream_goes_on(
    keeper: Window, open_window: Opener, shelf: str
) -> None:
    page, his = keeper.page, open_window(BOB).page
    page.goto(f"/?q={shelf}")
    expect(tiles(page)).to_have_count(6)
    page.evaluate("window.wasHere = true")
    tiles(page).nth(3).locator("> a").click()
    live(page)
    hide(his, shelf, 1)
    expect(page.locator("#film li")).to_have_count(5)
    back(page)
    page.wait_for_function("window.wasHere")
    assert was_kept(page)
    expect(tiles(page)).to_have_count(5, timeout=machine_speed.own(1_000))
    assert tiles(page).nth(2).evaluate("tile => tile.contains(document.activeElement)")
    hide(his, shelf, 5)
    expect(tiles(page)).to_have_count(4)
    assert page.evaluate("window.wasHere")


def hide(page: Page, shelf: str, number: int) -> None:
    page.goto(f"/?q={shelf}")
    page.goto(tiles(page).nth(number).locator("> a").get_attribute("href") or "")
    page.get_by_role("button", name="Make private").click()
    expect(page.get_by_role("button", name="Share with team")).to_be_visible()


def test_after_signing_out_back_shows_nothing(keeper: Window, shelf: str) -> None:
    page = keeper.page
    page.goto(f"/?q={shelf}")
    expect(tiles(page)).to_have_count(6)
    tiles(page).nth(1).locator("> a").click()
    live(page)
    page.goto("/keys/")
    page.locator(".topbar__me").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/**")
    for steps in (1, 2, 3):
        back(page, steps)
        page.wait_for_timeout(300)
        page.wait_for_url("**/sign-in/**")
        assert not was_kept(page)
        page.evaluate("steps => history.go(steps)", steps)
        page.wait_for_timeout(300)


def test_a_second_tab_leaves_with_the_session(keeper: Window, shelf: str) -> None:
    page, second = keeper.page, keeper.context.new_page()
    page.goto("/collections/")
    second.goto("/keys/")
    second.locator(".topbar__me").click()
    second.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/**")
    expect(page.get_by_label("Email")).to_be_visible()
