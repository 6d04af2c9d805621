"""The viewer in a real browser: zoom, steps, swipes, preloading, keys, and the way back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import audit
from tests.e2e.conftest import ALICE, BOB, Opener
from tests.e2e.stage import Stage
from tests.e2e.window import PHONE, Window

SHIFTS = """addEventListener("DOMContentLoaded", () => {
    window.shifts = [];
    new PerformanceObserver((list) => shifts.push(...list.getEntries().filter((one) => !one.hadRecentInput)
        .map((one) => ({ value: one.value, at: one.startTime, what: one.sources.map((source) => [source.node?.outerHTML?.slice(0, 90), source.previousRect, source.currentRect]) })))).observe({ type: "layout-shift", buffered: true });
});"""


@pytest.fixture(scope="module")
def pictures(stage: Stage, keyed: dict[str, str]) -> None:
    """Ninety pictures of lanterns, Alice's and Bob's by turns, and three of one request."""
    stage.run("-m", "tests.e2e.lanterns")


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


def test_a_picture_is_zoomed_by_wheel_keys_and_double_click(
    pictures: None, open_window: Opener
) -> None:
    page = opened(open_window(BOB))
    fit = level(page)
    page.locator("[data-pictures]").hover()
    page.mouse.wheel(0, -600)
    zoomed(page, f"> {fit}")
    page.keyboard.press("z")
    zoomed(page, f"== {fit}")
    page.keyboard.press("+")
    zoomed(page, f"> {fit}")
    before = page.locator(".pswp__item[aria-hidden=false] .pswp__zoom-wrap").bounding_box()
    page.keyboard.press("ArrowRight")  # moves about in the picture, not to the next one
    after = page.locator(".pswp__item[aria-hidden=false] .pswp__zoom-wrap").bounding_box()
    assert before != after
    for _ in range(4):
        page.keyboard.press("-")
    zoomed(page, f"== {fit}")
    box = page.locator("[data-pictures]").bounding_box()
    assert box
    page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    zoomed(page, f"> {fit}")


def test_arrows_follow_the_list_it_was_opened_from(pictures: None, open_window: Opener) -> None:
    for order, step in (("newest", -2), ("oldest", 2)):
        page = opened(open_window(BOB), at=f"/?q=lantern&person=me&order={order}", tile=3)
        first = number_of(page)
        for count in range(1, 11):  # further than the film reaches
            page.keyboard.press("ArrowRight")
            says(page, first + step * count)
        page.keyboard.press("ArrowLeft")
        says(page, first + step * 9)
        expect(page.locator("#film [aria-current] img")).to_have_attribute(
            "alt", f"Lantern {first + step * 9}"
        )
        assert "person=me" in page.url
        page.reload()
        says(page, first + step * 9)


def test_a_list_has_two_ends(pictures: None, open_window: Opener) -> None:
    page = opened(open_window(BOB), at="/?q=lantern&order=oldest")
    expect(page.locator("#before")).to_be_hidden()
    page.locator("#after").click()
    says(page, 1)
    expect(page.locator("#before")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    says(page, 0)
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#before")).to_be_hidden()
    says(page, 0)


def test_neighbours_are_there_before_they_are_wanted(pictures: None, open_window: Opener) -> None:
    window = open_window(BOB)
    seen: list[str] = []
    window.context.on("request", lambda request: seen.append(request.url))
    page = opened(window, tile=20)
    film = [link.get_attribute("data-src") or "" for link in page.locator("#film a").all()]
    here = film.index(page.locator("#film [aria-current]").get_attribute("data-src") or "")
    for near in (here - 2, here - 1, here + 1, here + 2):
        page.wait_for_function(
            "src => performance.getEntriesByType('resource').some((one) => one.name.endsWith(src))",
            arg=film[near],
        )
    assert not [url for url in seen if url.endswith(film[0]) or url.endswith(film[-1])]
    seen.clear()
    page.keyboard.press("ArrowRight")
    live(page)
    assert not [url for url in seen if url.endswith(film[here + 1])]  # not asked for twice


def test_on_a_phone_a_swipe_goes_on_and_nothing_moves(pictures: None, open_window: Opener) -> None:
    window = open_window(BOB, viewport=PHONE, has_touch=True, is_mobile=True)
    window.context.add_init_script(SHIFTS)
    page = opened(window, tile=4)
    first = number_of(page)
    swipe(page, 300, 60)
    says(page, first - 1)
    swipe(page, 60, 300)
    says(page, first)
    assert page.evaluate("shifts") == []
    page.locator("#film a").last.click()
    says(page, first - 6)


def swipe(page: Page, start: int, end: int) -> None:
    """One finger across the stage."""
    touch = page.context.new_cdp_session(page)
    steps = [start + (end - start) * part / 6 for part in range(7)]
    for number, x in enumerate(steps):
        kind = "touchMove" if number else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": 250}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    touch.detach()


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
    assert page.evaluate("shifts") == []


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


def test_a_colleague_hides_it_and_it_leaves_the_viewer_within_a_second(
    pictures: None, open_window: Opener
) -> None:
    page = opened(open_window(BOB), at="/?q=lantern&person=alice", tile=1)
    shown, address = number_of(page), page.url
    beside = page.locator("#film a").nth(2)
    neighbour = beside.get_attribute("href") or ""
    owner = open_window(ALICE, at=neighbour).page
    owner.get_by_role("button", name="Make private").click()
    expect(page.locator(f"#film a[href='{neighbour}']")).to_have_count(0, timeout=3_000)
    says(page, shown)
    owner.goto(address)
    owner.get_by_role("button", name="Make private").click()
    page.wait_for_function("was => location.href !== was", arg=address, timeout=3_000)
    live(page)
    expect(page.locator("#prompt-text")).not_to_have_text(f"Lantern {shown}")
    uid = address.split("/pictures/")[1][:36]
    assert page.locator(f"img[src*='{uid}']").count() == 0
    for one in (neighbour, address):
        owner.goto(one)
        owner.get_by_role("button", name="Share with team").click()
        expect(owner.get_by_role("button", name="Make private")).to_be_visible()


def test_own_trash_goes_on_to_the_next_with_a_way_back(pictures: None, open_window: Opener) -> None:
    page = opened(open_window(BOB), at="/?q=lantern&person=me", tile=5)
    shown = number_of(page)
    page.keyboard.press("Delete")
    says(page, shown - 2)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    page.goto("/?q=lantern&person=me")
    expect(page.locator(f"img[alt='Lantern {shown}']")).to_have_count(1)


def test_every_key_of_the_sheet_does_something_in_the_viewer(
    pictures: None, open_window: Opener
) -> None:
    window = open_window(BOB)
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(window, at="/?q=lantern&person=me", tile=6)
    shown = number_of(page)
    page.keyboard.press("f")
    expect(page.locator("#heart-button")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("4")
    expect(page.locator("#rating-h")).to_contain_text("4.0 from 1")
    page.keyboard.press("y")
    page.wait_for_function("() => navigator.clipboard.readText().then((text) => text.length)")
    assert page.evaluate("navigator.clipboard.readText()") == f"Lantern {shown}"
    page.keyboard.press("i")
    expect(page.locator("#rail")).to_be_hidden()
    page.keyboard.press("i")
    expect(page.locator("#rail")).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator("#tag-name")).to_be_focused()
    page.keyboard.type("fz3")  # letters, not keys
    expect(page.locator("#tag-name")).to_have_value("fz3")
    page.keyboard.press("Escape")
    expect(page.locator("#tag-name")).not_to_be_focused()
    with page.expect_download():
        page.keyboard.press("d")
    page.keyboard.press("Shift+F")
    page.wait_for_function("() => document.fullscreenElement")
    expect(page.locator("#rail")).to_be_hidden()
    page.keyboard.press("Shift+F")
    page.wait_for_function("() => !document.fullscreenElement")
    page.keyboard.press("v")
    expect(page.get_by_role("button", name="Share with team")).to_be_visible()
    live(page)
    page.keyboard.press("v")
    expect(page.get_by_role("button", name="Make private")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("f")  # behind the sheet nothing happens
    page.keyboard.press("Escape")
    expect(page.locator("#heart-button")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("r")
    expect(page.locator("#prompt")).to_have_value(f"Lantern {shown}")


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
    page.keyboard.press("j")
    page.keyboard.press("t")
    expect(page.locator("#tag-name")).to_be_focused()


def test_single_keys_turned_off_are_off_everywhere(pictures: None, open_window: Opener) -> None:
    page = opened(open_window(BOB), at="/?q=lantern&person=me", tile=4)
    page.evaluate("document.body.dataset.singleKeys = 'off'")
    shown, fit = number_of(page), level(page)
    heart = page.locator("#heart-button").get_attribute("aria-pressed") or ""
    for key in ("f", "z", "+", "i", "t", "5", "?", "Delete", "ArrowRight"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert number_of(page) == shown
    assert level(page) == fit
    expect(page.locator("#rail")).to_be_visible()
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#heart-button")).to_have_attribute("aria-pressed", heart)
    page.keyboard.press("Escape")
    expect(page.locator("[data-gallery]")).to_be_visible()


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


def test_the_viewer_stands_the_audit(pictures: None, open_window: Opener) -> None:
    page = opened(open_window(ALICE), tile=3)
    assert audit.faults(page) == []
    page.keyboard.press("?")
    assert audit.faults(page) == []
