"""What arrives in other people's open windows, and what leaves them, without a reload."""

from __future__ import annotations

import time

from playwright.sync_api import expect

from tests import machine_speed
from tests.e2e.conftest import BOB, Opener
from tests.e2e.selecting import opened, tiles
from tests.e2e.window import Window

# each height in the window that a tile in its middle has had
HEIGHTS = """() => {
    const tile = document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest(".tile");
    window.heights = [];
    const look = () => {
        const now = Math.round(tile.getBoundingClientRect().top);
        if (now !== heights.at(-1)) heights.push(now);
        requestAnimationFrame(look);
    };
    look();
}"""
SCENES = ("Scenes", "sandbox:sandbox/scenes")


def test_a_picture_comes_to_a_second_persons_window_and_a_private_one_does_not(
    alice: Window, bob: Window
) -> None:
    bob.page.evaluate("window.wasHere = true")
    alice.choose(*SCENES)
    alice.ask("A private lighthouse", visibility="private")
    alice.sees_picture("A private lighthouse")
    alice.ask("A lighthouse for all", visibility="team")
    bob.sees_picture("A lighthouse for all")
    expect(bob.page.locator("body")).not_to_contain_text("A private lighthouse")
    assert bob.page.locator('img[alt="A private lighthouse"]').count() == 0
    assert bob.page.evaluate("window.wasHere")


def test_a_colleagues_job_moves_nothing_in_a_list_that_is_scrolled(
    pictures: None, alice: Window, bob: Window
) -> None:
    prompt, page = "A lighthouse out of sight", bob.page
    page.evaluate("scrollTo(0, 1200)")
    page.evaluate(HEIGHTS)
    alice.choose(*SCENES)
    alice.ask(prompt)
    expect(bob.card(prompt)).to_have_count(1)
    alice.sees_picture(prompt)
    expect(bob.card(prompt)).to_have_count(0)
    expect(page.locator("#newpill a")).to_be_visible()
    assert page.evaluate("heights.length") == 1, page.evaluate("heights")


def test_made_private_leaves_the_other_window_within_a_second(alice: Window, bob: Window) -> None:
    prompt = "A lighthouse about to hide"
    alice.choose(*SCENES)
    alice.ask(prompt)
    bob.sees_picture(prompt)
    alice.tile(prompt).locator("a").first.click()
    begin = time.monotonic()
    alice.page.get_by_role("button", name="Make private").click()
    expect(bob.tile(prompt)).to_have_count(0, timeout=machine_speed.own(3_000))
    assert time.monotonic() - begin < machine_speed.own(2)  # the click's own page included
    alice.page.get_by_role("button", name="Share with team").click()
    expect(bob.tile(prompt)).to_have_count(1)


def test_trash_takes_it_away_everywhere_and_undo_brings_it_back(alice: Window, bob: Window) -> None:
    prompt = "A lighthouse to move to the trash"
    alice.choose(*SCENES)
    alice.ask(prompt)
    bob.sees_picture(prompt)
    alice.sees_picture(prompt)
    alice.tile(prompt).hover()
    alice.tile(prompt).get_by_label("Delete").click()
    expect(bob.tile(prompt)).to_have_count(0)
    expect(alice.tile(prompt)).to_have_count(0)
    alice.page.get_by_role("button", name="Undo").click()
    expect(alice.tile(prompt)).to_have_count(1)
    expect(bob.tile(prompt)).to_have_count(1)


def test_undo_is_offered_though_the_picture_has_left_before_the_answer(
    bob: Window, shelf: str
) -> None:
    page, held = opened(bob, shelf), []
    page.route("**/pictures/*/trash/", lambda route: held.append((route, route.fetch())))
    tiles(page).first.hover()
    tiles(page).first.get_by_label("Delete").click()
    expect(tiles(page)).to_have_count(5)  # the stream was faster
    route, answer = held.pop()
    route.fulfill(response=answer)
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def test_a_colleague_sees_the_job_but_not_the_money(alice: Window, bob: Window) -> None:
    prompt = "A broke lighthouse [slow=1][no-money]"
    alice.choose("Seedream 4.5", "openrouter:bytedance-seed/seedream-4.5")
    alice.ask(prompt)
    expect(bob.card(prompt)).to_contain_text("Alice Ash")
    expect(alice.card(prompt)).to_contain_text("…zq9w has no credit left")
    expect(bob.card(prompt)).to_have_count(0)
    assert "zq9w" not in bob.page.content()
    alice.card(prompt).get_by_label("Dismiss").click()
    expect(alice.card(prompt)).to_have_count(0)


def test_signing_out_ends_the_stream(open_window: Opener) -> None:
    window = open_window(None, at="/sign-in/")
    window.sign_in(BOB)
    window.live()
    second = window.context.new_page()
    second.goto("/keys/")
    second.locator(".topbar__me").click()
    second.get_by_role("button", name="Sign out").click()
    second.wait_for_url("**/sign-in/**")
    window.allowed.add(403)
    window.page.wait_for_url("**/sign-in/**", timeout=20_000)
    expect(window.page.get_by_label("Email")).to_be_visible()
