"""Lists in a real browser: the way back to a place, tiles by keys, stacks, midnight."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import BOB, Opener
from tests.e2e.selecting import tick
from tests.e2e.viewing import SHIFTS, focused, live, number_of, opened, says


def test_escape_returns_to_the_tile_at_its_height(pictures: None, open_window: Opener) -> None:
    window = open_window(BOB)
    window.context.add_init_script(SHIFTS)
    page = window.page
    page.goto("/?q=lantern")
    tile = page.locator("[data-gallery] .tile:has(img[alt='Lantern 20'])")
    while not tile.count():
        page.mouse.wheel(0, 3000)  # past the first stretch
        page.wait_for_timeout(50)
    tile.scroll_into_view_if_needed()
    before = tile.bounding_box()
    tile.locator("> a").click()
    live(page)
    page.keyboard.press("Escape")
    expect(tile).to_be_visible()
    page.wait_for_function("() => document.activeElement.closest('.tile')")
    after = tile.bounding_box()
    assert focused(page) == "Lantern 20"
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2
    assert page.locator("[data-gallery] .tile").count() <= 91
    moved = page.evaluate(
        "shifts"
    )  # a neighbour may settle at the edge; what is looked at does not
    assert sum(one["value"] for one in moved) < 0.01, moved


def test_back_returns_to_the_picture_that_was_seen_last(
    pictures: None, open_window: Opener
) -> None:
    page = opened(open_window(BOB), at="/?q=lantern&person=me", tile=2)
    first = number_of(page)
    for count in range(1, 6):
        page.keyboard.press("ArrowRight")
        says(page, first - 2 * count)
    page.go_back()
    page.wait_for_function("() => document.activeElement.closest('.tile')")
    assert focused(page) == f"Lantern {first - 10}"
    assert "person=me" in page.url
    page.keyboard.press("Enter")
    says(page, first - 10)


def test_above_a_place_one_scrolls_up_into_what_is_newer(
    pictures: None, open_window: Opener
) -> None:
    page = open_window(BOB).page
    page.goto("/?q=lantern")
    uid = page.evaluate(
        "fetch('/gallery/?q=lantern&order=oldest').then((one) => one.text())"
        ".then((html) => html.match(/id=.pic-([\\w-]+)/)[1])"
    )
    page.goto(f"/?q=lantern&near={uid}")
    expect(page.locator("#earlier")).to_have_count(1)
    tiles = page.locator("[data-gallery] .tile")
    page.wait_for_function("() => document.activeElement.closest('.tile')")  # it has its place
    for number in (31, 91):  # the list grows by a stretch each time one comes near its top
        expect(tiles).to_have_count(number)
        first = tiles.first.locator("img").get_attribute("alt")
        page.mouse.move(900, 500)
        for _ in range(200):
            if tiles.count() != number:
                break
            page.mouse.wheel(0, -300)
        expect(tiles).not_to_have_count(number)
        expect(page.locator(f"[data-gallery] .tile:has(img[alt='{first}'])")).to_have_count(1)
    expect(page.locator("#earlier")).to_have_count(0)
    assert page.locator("[data-gallery] .day").count() == 1
    alts = [one.get_attribute("alt") for one in tiles.locator("img").all()]
    assert alts == [f"Lantern {number}" for number in range(92, -1, -1)]


def test_what_a_filter_finds_is_counted_when_the_list_stands_and_again_when_some_leave(
    pictures: None, open_window: Opener
) -> None:
    window = open_window(BOB)
    window.context.add_init_script(SHIFTS)
    page = window.page
    page.goto("/?date=today")
    told, day = page.locator(".foundbar__count"), page.locator(".day__count").first
    expect(told).to_have_text(re.compile(r"^[\d,]+ pictures$"))
    expect(day).to_have_text(re.compile(r"^[\d,]+ pictures$"))
    moved = [one for one in page.evaluate("shifts") if re.search("foundbar|__count", str(one))]
    assert moved == []  # their places are kept for them
    found = int(told.inner_text().split()[0].replace(",", ""))
    assert found > 60
    his = page.locator("[data-gallery] .tile", has=page.get_by_label("Delete")).first
    his.hover()
    his.get_by_label("Delete").click()
    expect(told).to_have_text(f"{found - 1:,} pictures")
    expect(day).to_have_text(f"{found - 1:,} pictures")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_in_a_collection_the_heading_counts_what_is_in_it(
    pictures: None, open_window: Opener
) -> None:
    page = open_window(BOB, at="/?q=lantern").page
    tick(page, 0).click()
    page.get_by_label("Select all").check()
    page.keyboard.press("b")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("new collection", re.I)).fill("All lanterns")
    dialog.get_by_role("button", name="Add").click()
    expect(page.locator("#toasts")).to_contain_text("pictures added to “All lanterns”.")
    page.goto("/collections/")
    page.get_by_role("link", name=re.compile("All lanterns")).click()
    told = page.locator(".foundbar__count")
    expect(told).to_have_text(re.compile(r"^9\d pictures$"))
    expect(page.locator(".day__count").first).to_have_text(told.inner_text())


def test_a_focused_tile_is_walked_rated_and_shared_by_keys(
    pictures: None, open_window: Opener
) -> None:
    window = open_window(BOB)
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = window.page
    page.goto("/?q=lantern&person=me")
    page.keyboard.press("j")
    names = [focused(page)]
    for key in ("ArrowRight", "k", "j", "ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
        names.append(focused(page))
    assert names[:5] == [f"Lantern {number}" for number in (92, 91, 92, 91, 92)]
    assert names[5] not in names[:5]
    page.keyboard.press("ArrowRight")
    following = focused(page)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("5")
    expect(page.locator("#toasts")).to_contain_text("Rated 5 of 5")
    page.keyboard.press("f")
    heart = page.locator(".tile:focus-within .tile__heart")
    expect(heart).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("y")
    expect(page.locator("#toasts")).to_contain_text("Prompt copied")
    for said in ("Only you see it now", "The team sees it now"):
        page.keyboard.press("v")
        expect(page.locator("#toasts")).to_contain_text(said)
    page.keyboard.press("Delete")
    expect(page.locator(f"[data-gallery] img[alt='{names[5]}']")).to_have_count(0)
    page.wait_for_function("() => document.activeElement.closest('.tile')")
    assert focused(page) == following
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("t")
    expect(page.locator("#tag-name")).to_be_focused()


def test_a_stack_opens_in_place_and_closes(pictures: None, open_window: Opener) -> None:
    page = open_window(BOB).page
    page.goto("/?q=lantern")
    expect(page.locator("[data-gallery] .tile").first).to_be_visible()
    page.locator("label:has(#filter-stacks)").click()
    page.wait_for_url(re.compile("stacks=1"))
    expect(page.locator("img[alt='Lantern 90']")).to_have_count(0)
    page.locator(".tile__stack").focus()
    page.keyboard.press("Enter")
    expect(page.locator("img[alt='Lantern 90']")).to_have_count(1)
    expect(page.locator("img[alt='Lantern 91']")).to_have_count(1)
    page.get_by_label("Close this stack").click()
    expect(page.locator("img[alt='Lantern 90']")).to_have_count(0)
    page.goto("/")
    expect(page.locator("#filter-stacks")).to_be_checked()
    page.locator("label:has(#filter-stacks)").click()
    expect(page.locator("#filter-stacks")).not_to_be_checked()
    page.goto("/")
    expect(page.locator("#filter-stacks")).not_to_be_checked()


def test_past_midnight_an_open_page_asks_for_the_days_anew(
    pictures: None, open_window: Opener
) -> None:
    page = open_window(BOB).page
    page.clock.install()
    page.goto("/")
    expect(page.locator("[data-gallery] .day").first).to_contain_text("Today")
    with page.expect_request(re.compile("/gallery/day/")):
        page.clock.fast_forward("24:00:30")
