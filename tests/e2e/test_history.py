"""The history of prompts, recall in the composer, and deleting for ever, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e import audit
from tests.e2e.conftest import ALICE, BOB, Opener
from tests.e2e.window import PHONE, Window

SCENES = ("Scenes", "sandbox:sandbox/scenes")


def ask(window: Window, *prompts: str, visibility: str = "team") -> None:
    window.choose(*SCENES)
    for prompt in prompts:
        window.ask(prompt, visibility=visibility)
        window.sees_picture(prompt)


def said(page: Page, text: str) -> object:
    return page.locator("li.said").filter(has_text=text)


def test_a_prompt_is_found_opened_and_used_again_without_losing_what_stood_there(
    alice: Window,
) -> None:
    page = alice.page
    ask(alice, "An otter in a canoe", "An otter asleep")
    alice.write("half an idea")
    with page.expect_response(re.compile("/composer/draft/")):
        page.locator("#prompt").press("End")
        page.keyboard.type(" more")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Prompts").click()
    page.get_by_role("searchbox", name="Search prompts").fill("otter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="2 prompts")).to_be_visible()
    expect(page).to_have_url(re.compile("q=otter"))
    expect(page.locator("li.said")).to_have_count(2)
    assert audit.faults(page) == []
    page.locator("li.said").last.get_by_role("link", name="1 picture").click()
    expect(page.locator("#gallery-held > li.tile")).to_have_count(1)
    page.go_back()
    expect(page.locator("li.said")).to_have_count(2)
    page.get_by_role("button", name="Use again: An otter in a canoe").click()
    expect(page.locator("#prompt")).to_have_value("An otter in a canoe")
    page.get_by_role("button", name="Restore what was there").click()
    expect(page.locator("#prompt")).to_have_value("half an idea more")


def test_private_prompts_stay_out_of_the_teams_history(alice: Window, open_window: Opener) -> None:
    ask(alice, "A secret otter", visibility="private")
    other = open_window(BOB, at="/prompts/?scope=team")
    expect(other.page.get_by_role("radio", name="Team")).to_be_checked()
    expect(other.page.locator("body")).not_to_contain_text("A secret otter")
    other.page.locator("label", has=other.page.locator("#scope-mine")).click()
    expect(other.page).to_have_url(re.compile("scope=mine"))
    alice.page.goto("/prompts/")
    expect(alice.page.locator("body")).to_contain_text("A secret otter")


def test_words_made_private_leave_a_colleagues_open_page_within_a_second(
    alice: Window, open_window: Opener
) -> None:
    ask(alice, "A shy otter", "A bold otter")
    other = open_window(BOB, at="/prompts/?scope=team&q=otter")
    other.live()
    expect(said(other.page, "A shy otter")).to_be_visible()
    tile = alice.page.locator(".tile", has=alice.page.get_by_alt_text("A shy otter"))
    tile.locator("> a").click()
    alice.page.get_by_role("button", name="Make private").click()
    expect(alice.page.get_by_role("button", name="Share with team")).to_be_visible()
    expect(said(other.page, "A shy otter")).to_have_count(0, timeout=1000)
    expect(said(other.page, "A bold otter")).to_be_visible()


def test_alt_and_arrows_recall_prompts_and_lose_nothing(alice: Window) -> None:
    page = alice.page
    ask(alice, "First wave", "Second wave")
    field, live = page.locator("#prompt"), page.locator("#live")
    field.fill("being written")
    field.press("Alt+ArrowUp")
    expect(field).to_have_value("Second wave")
    expect(live).to_contain_text("Prompt 1 back: Second wave")
    field.press("Alt+ArrowUp")
    expect(field).to_have_value("First wave")
    field.press("End")
    page.keyboard.type(", changed")
    field.press("Alt+ArrowDown")
    expect(field).to_have_value("Second wave")
    field.press("Alt+ArrowUp")
    expect(field).to_have_value("First wave, changed")
    field.press("Alt+ArrowDown")
    field.press("Alt+ArrowDown")
    expect(field).to_have_value("being written")
    expect(live).to_contain_text("Back to what you were writing")
    field.press("Alt+ArrowDown")
    expect(field).to_have_value("being written")
    expect(page.locator(".prompt__count")).to_have_text("13")
    page.keyboard.press("ControlOrMeta+z")  # the browser's own undo knows each step
    expect(field).not_to_have_value("being written")


def test_only_the_prompt_field_takes_alt_and_arrows(alice: Window) -> None:
    page = alice.page
    page.evaluate(
        """() => addEventListener("keydown", (event) => { window.taken = event.defaultPrevented; })"""
    )
    for field, taken in (("#q", False), ("#prompt", True)):
        page.locator(field).press("Alt+ArrowUp")
        assert page.evaluate("window.taken") is taken
    page.locator("#prompt").press("ArrowUp")
    assert page.evaluate("window.taken") is False


def test_what_was_sent_is_the_newest_and_is_not_offered_twice(alice: Window) -> None:
    page = alice.page
    ask(alice, "Third wave", "Fourth wave")
    page.locator("#prompt").press("Alt+ArrowUp")  # the field still holds the fourth
    expect(page.locator("#prompt")).to_have_value("Third wave")


def test_a_recall_that_fails_leaves_the_words(alice: Window) -> None:
    page = alice.page
    alice.allowed.add(503)
    page.route("**/prompts/recall/*", lambda route: route.fulfill(status=503))
    page.locator("#prompt").fill("precious words")
    page.locator("#prompt").press("Alt+ArrowUp")
    expect(page.locator("#live")).to_contain_text("could not be fetched")
    expect(page.locator("#prompt")).to_have_value("precious words")
    page.unroute("**/prompts/recall/*")
    page.locator("#prompt").press("Alt+ArrowUp")
    expect(page.locator("#prompt")).not_to_have_value("precious words")


def test_deleting_for_ever_asks_says_and_reaches_the_other_window(
    alice: Window, open_window: Opener
) -> None:
    page = alice.page
    ask(alice, "Doomed otter", "Spared otter")
    for prompt in ("Doomed otter", "Spared otter"):
        alice.tile(prompt).hover()
        alice.tile(prompt).get_by_label("Delete").click()
        expect(alice.tile(prompt)).to_have_count(0)
    other = open_window(ALICE, at="/trash/")
    expect(other.tile_in_trash("Doomed otter")).to_be_visible()
    page.goto("/trash/")
    page.get_by_role("link", name="Delete for ever: Doomed otter").click()
    expect(page.get_by_role("heading", name="Delete this picture for ever?")).to_be_visible()
    assert audit.faults(page) == []
    page.get_by_role("button", name="Delete for ever").click()
    expect(page.get_by_role("status").filter(has_text="deleted for ever")).to_be_visible()
    expect(other.tile_in_trash("Doomed otter")).to_have_count(0)
    expect(other.tile_in_trash("Spared otter")).to_be_visible()
    assert audit.faults(page) == []
    page.get_by_role("link", name="Empty trash").click()
    assert audit.faults(page) == []
    page.get_by_role("button", name="Empty trash").click()
    expect(page.get_by_role("heading", name="The trash is empty")).to_be_visible()
    expect(other.page.get_by_role("heading", name="The trash is empty")).to_be_visible()


def test_failed_jobs_are_searched_for_like_pictures(alice: Window) -> None:
    page = alice.page
    alice.choose("Rehearsal", "sandbox:sandbox/rehearsal")
    alice.ask("A capsized otter [refused]")
    expect(alice.card("A capsized otter")).to_contain_text("Refused")
    alice.card("A capsized otter").get_by_label("Dismiss").click()
    expect(alice.card("A capsized otter")).to_have_count(0)
    page.locator("#q").fill("is:failed capsized")
    page.keyboard.press("Enter")
    found = page.locator(".jobs--found > li.job")
    expect(found).to_have_count(1)
    expect(page.locator(".foundbar__count")).to_have_text("1 job")
    assert audit.faults(page) == []


def test_the_history_by_thumb(open_window: Opener) -> None:
    window = open_window(BOB, viewport=PHONE, has_touch=True)
    page = window.page
    page.get_by_role("button", name="New picture").click()
    page.get_by_role("link", name="Prompt history").click()
    expect(page.get_by_role("heading", name="Prompts", level=1)).to_be_visible()
    assert audit.faults(page, only="phone") == []
