"""Hundreds and thousands are hidden or moved to the trash while colleagues look at them."""

from __future__ import annotations

import json

from playwright.sync_api import Locator, Page, expect

from tests import machine_speed
from tests.e2e.conftest import ALICE, BOB, Opener
from tests.e2e.product_and_simulator import Stage
from tests.e2e.selecting import bar, opened, tick, tiles
from tests.e2e.window import Window

WATCH = """() => {
    window.left = {};
    const numberOf = (tile) => Number(tile.dataset.key.slice(-12));
    const note = (tile) => {
        if (tile.matches?.(".tile[data-key]")) left[numberOf(tile)] ??= Date.now() / 1000;
    };
    const watched = { childList: true, subtree: true, attributeFilter: ["data-gone"] };
    const notes = ({ target, removedNodes }) => [target, ...removedNodes].forEach(note);
    new MutationObserver((changes) => changes.forEach(notes))
        .observe(document.querySelector("[data-gallery]"), watched);
}"""


def load(page: Page, number: int) -> None:
    """Scrolls until so many tiles are there."""
    while tiles(page).count() < number:
        page.mouse.wheel(0, 4000)
        page.wait_for_timeout(50)


def choose_all(page: Page, number: int) -> None:
    tick(page, 0).click()
    page.get_by_label("Select all").check()
    expect(bar(page)).to_contain_text(f"{number:,} selected")


def hide_all(page: Page, number: int) -> None:
    choose_all(page, number)
    bar(page).locator("summary").click()
    bar(page).get_by_role("button", name="Make private").click()


def trash_all(page: Page, number: int) -> None:
    choose_all(page, number)
    bar(page).get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Move to the trash").click()


def delays(stage: Stage, page: Page) -> list[float]:
    """Seconds from the line of the event log, which is written just before the commit, until a tile is
    out of sight."""
    lines = json.loads(stage.fill("many_pictures"))
    named = {str(pk): at for at, pks in lines for pk in pks}
    left: dict[str, float] = page.evaluate("left")
    return sorted(left[pk] - named[pk] for pk in left)


def foreign(page: Page) -> Locator:
    return page.locator("[data-gallery] > .tile:not([data-mine])")


def test_thousands_that_are_hidden_leave_a_colleagues_list_within_a_second(
    bob: Window, alice: Window, open_window: Opener, stage: Stage
) -> None:
    stage.fill("many_pictures", BOB, "4000", "Wcrowd", ALICE)
    second = open_window(BOB, at="/?q=Wcrowd&person=me").page
    page, hers = bob.page, opened(alice, "Wcrowd", number=60)
    alice.allowed.add(404)  # thumbnails that were on their way to her
    load(hers, 600)
    hers.evaluate(WATCH)
    own = hers.locator("[data-gallery] > .tile[data-mine]").nth(30)
    own.locator("> a").focus()
    own.scroll_into_view_if_needed()
    before = own.bounding_box()
    page.goto("/?q=Wcrowd&person=me")
    hide_all(page, 3_600)
    expect(page.locator("#toasts")).to_contain_text("3,600 pictures made private.", timeout=90_000)
    expect(foreign(hers)).to_have_count(0)
    assert own.evaluate("tile => tile.contains(document.activeElement)")
    after = own.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2
    late = delays(stage, hers)
    assert len(late) >= 540
    assert late[-1] < machine_speed.own(1), late[-1]
    expect(tiles(second)).to_have_count(60)
    expect(second.locator(".tile__private")).to_have_count(60)


def test_hundreds_that_are_trashed_leave_every_kind_of_page(
    bob: Window, alice: Window, open_window: Opener, stage: Stage
) -> None:
    stage.fill("many_pictures", BOB, "700", "Wherd", ALICE)
    page = opened(bob, "Wherd", number=60)
    for each in (2, 1):  # the newest is the face
        page.goto(tiles(page).nth(each).locator("> a").get_attribute("href") or "")
        page.get_by_label("New collection").fill(f"Herd {each}")
        page.keyboard.press("Enter")
        expect(page.locator("#inlist")).to_contain_text(f"Herd {each}")
        page.goto("/?q=Wherd")
    second = open_window(BOB, at="/?q=Wherd&person=me").page
    folders = open_window(ALICE, at="/collections/").page
    face = folders.locator(".folder", has_text="Herd 1").locator("img")
    expect(face).to_be_visible()
    prompts = open_window(ALICE, at="/prompts/?scope=team&q=Wherd").page
    expect(prompts.locator(".said__pic img").nth(5)).to_be_visible()
    window = open_window(ALICE, at="/?q=Wherd")
    window.allowed.add(404)  # an original that was on its way to her
    viewer = window.page
    foreign(viewer).nth(5).locator("> a").click()
    expect(viewer.locator(".stage.is-live")).to_be_visible()
    address = viewer.url
    page.goto("/?q=Wherd&person=me")
    trash_all(page, 630)
    expect(page.locator("#toasts")).to_contain_text("630 pictures moved to the trash.")
    expect(tiles(second)).to_have_count(0)
    expect(face).to_have_count(0)
    expect(prompts.locator(".said__pic img:visible")).to_have_count(4)
    viewer.wait_for_function("was => location.href !== was", arg=address)
    expect(viewer.locator("#prompt-text")).to_have_text("Wherd 691")


def test_who_leads_a_stack_is_followed_by_the_next_and_the_number_follows(
    bob: Window, alice: Window, stage: Stage
) -> None:
    stage.fill("many_pictures", BOB, "8", "Wstack", "", "4")
    alice.allowed.add(404)
    page, hers = bob.page, alice.page
    hers.goto("/?q=Wstack&stacks=1")
    alice.live()
    expect(tiles(hers)).to_have_count(2)
    expect(leader(hers, 8)).to_contain_text("4")
    leader(hers, 8).locator("> a").first.focus()
    act(page, 8, "Make private")
    expect(leader(hers, 7)).to_contain_text("3")
    expect(tiles(hers)).to_have_count(2)
    assert names(hers) == ["Wstack 7", "Wstack 4"]
    assert hers.evaluate("document.activeElement.closest('.tile') !== null")
    act(page, 5, "Delete picture")  # stands behind
    expect(leader(hers, 7)).to_contain_text("2")
    leader(hers, 4).get_by_label("Open the 4 pictures of this request").click()
    expect(tiles(hers)).to_have_count(5)
    act(page, 4, "Make private")  # leads one that is open
    expect(leader(hers, 3).get_by_label("Close this stack")).to_be_visible()
    assert names(hers) == ["Wstack 7", "Wstack 3", "Wstack 2", "Wstack 1"]
    page.goto("/?q=Wstack&stacks=0")
    hide_all(page, 7)
    expect(tiles(hers)).to_have_count(0)


def leader(page: Page, number: int) -> Locator:
    return tiles(page).filter(has=page.locator(f"img[alt='Wstack {number}']"))


def names(page: Page) -> list[str]:
    return [one.get_attribute("alt") or "" for one in tiles(page).locator("> a > img").all()]


def act(page: Page, number: int, name: str) -> None:
    """The owner, on the picture's own page."""
    page.goto("/?q=Wstack&stacks=0")
    page.locator(f"[data-gallery] .tile:has(img[alt='Wstack {number}']) > a").click()
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state()
