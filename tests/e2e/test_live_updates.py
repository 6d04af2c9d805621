"""What a colleague does to pictures shows in my open window, which neither reloads nor moves."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import ALICE, BOB, Opener
from tests.e2e.selecting import bar, collect_three, opened, tick, tiles
from tests.e2e.window import Window

SCENES = ("Scenes", "sandbox:sandbox/scenes")


def picture_of(window: Window, prompt: str) -> str:
    """Made by this person; its address."""
    window.page.goto("/")
    window.choose(*SCENES)
    window.ask(prompt)
    window.sees_picture(prompt)
    return window.tile(prompt).locator("a").first.get_attribute("href") or ""


def tag(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.get_by_label("Add a tag").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator("#taglist")).to_contain_text(name)


def tag_all(page: Page, shelf: str, act: str, name: str) -> None:
    """Or takes it off."""
    page.goto(f"/?q={shelf}")
    tick(page, 0).click()
    page.get_by_label("Select all").check()
    if act != "Tag":
        bar(page).locator("summary").click()
    bar(page).get_by_role("button", name=act, exact=True).click()
    page.get_by_role("dialog").get_by_label("Tag").fill(name)
    page.get_by_role("dialog").get_by_role("button").last.click()
    expect(page.locator("#toasts")).to_contain_text(name)


def pill(page: Page) -> Locator:
    return page.locator("#newpill a")


def test_hearts_stars_and_tags_reach_an_open_picture_and_leave_my_typing(
    alice: Window, open_window: Opener
) -> None:
    address = picture_of(alice, "A badger to like")
    bob = open_window(BOB, at=address).page
    bob.evaluate("window.wasHere = true")
    bob.get_by_label("Add a tag").fill("half a wo")
    alice.page.goto(address)
    alice.page.locator("#heart-button").click()
    expect(bob.locator("#likes")).to_contain_text("1")
    alice.page.locator("#star-4").click()
    expect(bob.locator("#mean")).to_have_text("4.0 from 1")
    tag(alice.page, address, "stripes")
    expect(bob.locator("#taglist")).to_contain_text("stripes")
    expect(bob.get_by_label("Add a tag")).to_have_value("half a wo")
    assert bob.evaluate("window.wasHere")
    alice.page.get_by_role("button", name="Delete picture").click()
    bob.wait_for_function(
        "was => !location.href.includes(was)", arg=address
    )  # to the next, or the list


def test_an_older_picture_that_now_matches_my_filter_is_counted_not_pushed_in(
    alice: Window, open_window: Opener
) -> None:
    older = picture_of(alice, "An older badger")
    newer = picture_of(alice, "A newer badger")
    tag(alice.page, newer, "burrow")
    bob = open_window(BOB, at="/?tag=burrow")
    page = bob.page
    bob.live()
    expect(page.locator("#gallery-held > li.tile")).to_have_count(1)
    tag(alice.page, older, "burrow")
    expect(pill(page)).to_have_text(re.compile("1 new"))
    expect(page.locator("#gallery-held > li.tile")).to_have_count(1)
    tag(alice.page, newer, "second word")  # shown already: it counts no further
    third = picture_of(alice, "A third badger")
    tag(alice.page, third, "burrow")
    expect(pill(page)).to_have_text(re.compile("2 new"))
    pill(page).click()
    expect(page.locator("#gallery-held > li.tile")).to_have_count(3)


def test_an_open_collection_and_the_list_of_collections_follow(
    alice: Window, open_window: Opener
) -> None:
    address = picture_of(alice, "A badger to collect")
    alice.page.goto(address)
    alice.page.get_by_label("New collection").fill("Setts")
    alice.page.keyboard.press("Enter")
    expect(alice.page.locator("#inlist")).to_contain_text("Setts")
    folders = open_window(BOB, at="/collections/").page
    card = folders.locator(".folder", has_text="Setts")
    expect(card).to_contain_text("1 picture")
    cover = card.locator("img").get_attribute("src")
    inside = open_window(BOB, at=card.locator("a").get_attribute("href") or "").page
    expect(inside.locator("[data-gallery] > li.tile")).to_have_count(1)
    second = picture_of(alice, "A second badger to collect")
    alice.page.goto(second)
    alice.page.get_by_label("Collection", exact=True).select_option(label="Setts")
    alice.page.locator("form", has=alice.page.locator("#collect-into")).locator("button").click()
    expect(card).to_contain_text("2 pictures")
    assert card.locator("img").get_attribute("src") != cover  # the newest is its face
    expect(pill(inside)).to_have_text(re.compile("1 new"))
    expect(inside.locator("[data-gallery] > li.tile")).to_have_count(1)
    alice.page.get_by_role("button", name="Delete picture").click()
    expect(card).to_contain_text("1 picture")


def test_a_saved_search_of_the_team_comes_to_an_open_menu(
    alice: Window, open_window: Opener
) -> None:
    def save(name: str) -> None:
        alice.page.goto("/?q=badger")
        alice.page.locator("summary", has_text="Saved searches").click()
        alice.page.get_by_label("Save this search").fill(name)
        alice.page.get_by_label("For the whole team").check()
        alice.page.get_by_role("button", name="Save", exact=True).click()

    save("Badgers")
    bob = open_window(BOB).page
    bob.locator("summary", has_text="Saved searches").click()
    expect(bob.get_by_role("link", name="Badgers")).to_be_visible()
    save("More badgers")
    expect(bob.get_by_role("link", name="More badgers")).to_be_visible()


def test_my_own_other_window_hears_too(alice: Window, open_window: Opener) -> None:
    address = picture_of(alice, "A badger of mine")
    second = open_window(ALICE, at=address).page
    tag(alice.page, address, "mine alone")
    expect(second.locator("#taglist")).to_contain_text("mine alone")


def test_a_picture_that_loses_its_tag_leaves_my_search_but_not_while_i_use_it(
    bob: Window, alice: Window, shelf: str
) -> None:
    page, hers = bob.page, opened(alice, shelf)
    tag_all(page, shelf, "Tag", "lost soon")
    hers.goto(f"/?q={shelf}&tag=lost+soon")
    alice.live()
    expect(tiles(hers)).to_have_count(6)
    for number in (5, 1, 4):
        page.goto(f"/?q={shelf}")
        page.goto(tiles(page).nth(number).locator("> a").get_attribute("href") or "")
        page.get_by_role("button", name="Remove lost soon").click()
        expect(page.locator("#taglist")).not_to_contain_text("lost soon")
        expect(tiles(hers)).to_have_count(5)
        tiles(hers).nth(4).locator("> a").focus()  # it may scroll
        tiles(hers).nth(1).hover()  # where it now is: the others have closed up
    hers.wait_for_timeout(1_000)
    expect(tiles(hers)).to_have_count(5)
    hers.mouse.move(2, 2)
    expect(tiles(hers)).to_have_count(4)
    tiles(hers).nth(0).locator("> a").focus()
    expect(tiles(hers)).to_have_count(3)
    tiles(hers).nth(0).hover()
    tag_all(page, shelf, "Remove a tag", "lost soon")
    expect(tiles(hers)).to_have_count(1)
    assert hers.evaluate("document.activeElement.closest('.tile') !== null")
    hers.mouse.move(2, 2)
    hers.locator("#q").focus()
    expect(tiles(hers)).to_have_count(0)


def test_one_that_is_taken_out_leaves_the_collections_page_and_mine_without_its_heart(
    bob: Window, open_window: Opener, shelf: str
) -> None:
    page = opened(bob, shelf)
    collect_three(page, f"Of {shelf}")
    folders = open_window(ALICE, at="/collections/").page
    folders.get_by_role("link", name=f"Of {shelf}").click()
    expect(tiles(folders)).to_have_count(3)
    hearts = open_window(BOB, at=f"/?q={shelf}&is=favourite").page
    address = tiles(page).nth(1).locator("> a").get_attribute("href") or ""
    page.goto(address)
    page.locator("#heart-button").click()
    expect(hearts.locator("#newpill a")).to_be_visible()
    hearts.locator("#newpill a").click()
    expect(tiles(hearts)).to_have_count(1)
    page.locator("#heart-button").click()
    expect(tiles(hearts)).to_have_count(0)
    page.get_by_role("button", name=f"Remove from Of {shelf}").click()
    expect(tiles(folders)).to_have_count(2)
