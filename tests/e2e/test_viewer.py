"""The viewer in a real browser: zoom, steps, swipes, preloading, keys, and who may go on looking."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests import machine_speed
from tests.e2e import audit
from tests.e2e.conftest import ALICE, BOB, Opener
from tests.e2e.viewing import SHIFTS, level, live, number_of, opened, says, zoomed
from tests.e2e.window import PHONE


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


def test_a_tag_typed_right_after_a_step_is_whole_and_is_the_shown_pictures(
    pictures: None, open_window: Opener
) -> None:
    page = opened(open_window(BOB), at="/?q=lantern&order=oldest", tile=4)
    first = number_of(page)
    for step, delay in ((1, 0), (2, 40), (3, 120)):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("t")
        page.keyboard.type(f"cape {step}", delay=delay)
        says(page, first + step)
        expect(page.locator("#tag-name")).to_have_value(f"cape {step}")
        expect(page.locator("#tag-name")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#marks")).to_contain_text(f"cape {step}")
        page.locator("#tag-name").press("Escape")
    page.reload()
    says(page, first + 3)
    expect(page.locator("#marks")).to_contain_text("cape 3")
    expect(page.locator("#marks")).not_to_contain_text("cape 2")


def test_an_act_right_after_a_step_is_done_to_the_picture_on_the_stage(
    pictures: None, open_window: Opener
) -> None:
    page = opened(open_window(BOB), at="/?q=lantern&order=oldest", tile=9)
    first, four = number_of(page), page.locator("#star-4")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("4")
    says(page, first + 1)
    expect(four).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("t")
    page.keyboard.type("in haste")
    page.keyboard.press("Enter")
    says(page, first + 2)
    expect(page.locator("#marks")).to_contain_text("in haste")
    expect(four).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Escape")  # out of the field
    for number in (1, 0):
        page.keyboard.press("ArrowLeft")
        says(page, first + number)
        expect(page.locator("#marks")).not_to_contain_text("in haste")
    expect(four).to_have_attribute("aria-pressed", "false")


def test_news_of_a_picture_that_one_has_left_is_not_told_of_the_next(
    pictures: None, open_window: Opener
) -> None:
    page = opened(open_window(BOB), at="/?q=lantern&order=oldest", tile=20)
    number, held = number_of(page), list[Route]()
    page.route("**/marks/", lambda route: held.append(route))
    owner = open_window(ALICE, at=page.url).page
    with page.expect_request("**/marks/"):
        owner.get_by_label("Add a tag").fill("late word")
        owner.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    says(page, number + 1)
    with page.expect_response("**/marks/") as told:
        for route in held:
            route.continue_()
    told.value.finished()
    page.wait_for_timeout(300)
    expect(page.locator("#marks")).not_to_contain_text("late word")
    page.keyboard.press("ArrowLeft")
    says(page, number)
    expect(page.locator("#marks")).to_contain_text("late word")


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


def test_a_colleague_hides_it_and_it_leaves_the_viewer_within_a_second(
    pictures: None, open_window: Opener
) -> None:
    page = opened(open_window(BOB), at="/?q=lantern&person=alice", tile=1)
    shown, address = number_of(page), page.url
    beside = page.locator("#film a").nth(2)
    neighbour = beside.get_attribute("href") or ""
    owner = open_window(ALICE, at=neighbour).page
    owner.get_by_role("button", name="Make private").click()
    expect(page.locator(f"#film a[href='{neighbour}']")).to_have_count(
        0, timeout=machine_speed.own(3_000)
    )
    says(page, shown)
    owner.goto(address)
    owner.get_by_role("button", name="Make private").click()
    page.wait_for_function(
        "was => location.href !== was", arg=address, timeout=machine_speed.own(3_000)
    )
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


def test_keys_reach_further_than_the_rail(pictures: None, open_window: Opener) -> None:
    page = opened(open_window(BOB), at="/?q=lantern&person=me", tile=7)
    shown = number_of(page)
    page.keyboard.press("f")
    expect(page.locator("#heart-button")).to_have_attribute("aria-pressed", "true")
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


def test_the_viewer_stands_the_audit(pictures: None, open_window: Opener) -> None:
    page = opened(open_window(ALICE), tile=3)
    assert audit.faults(page) == []
    page.keyboard.press("?")
    assert audit.faults(page) == []
