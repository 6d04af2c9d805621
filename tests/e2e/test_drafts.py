"""Nothing typed is lost: on leaving at once, between two tabs, in a long prompt."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import BOB, Opener
from tests.e2e.window import Window


def says(page: Page, text: str) -> None:
    expect(page.locator("#prompt")).to_have_value(text)


def typed(page: Page, text: str) -> None:
    """And not a moment waited."""
    page.evaluate(
        """text => {
        const field = document.getElementById("prompt");
        field.focus();
        field.select();
        document.execCommand("insertText", false, text);
    }""",
        text,
    )


def test_what_was_typed_last_is_there_after_leaving_at_once(bob: Window) -> None:
    page = bob.page
    typed(page, "Left by a link")
    page.get_by_role("link", name="Collections").first.click()
    page.get_by_role("link", name="Workspace").first.click()
    says(page, "Left by a link")
    typed(page, "Left, and back")
    page.get_by_role("link", name="Collections").first.click()
    page.go_back()
    says(page, "Left, and back")
    typed(page, "Read anew")
    page.reload()
    says(page, "Read anew")
    assert page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]") == []


def test_what_was_typed_last_is_there_after_closing(bob: Window) -> None:
    typed(bob.page, "Closed at once")
    bob.page.close(run_before_unload=True)
    bob.page = bob.context.new_page()
    bob.page.wait_for_timeout(300)
    bob.page.goto("/")
    says(bob.page, "Closed at once")


def test_two_tabs_keep_apart_and_a_new_one_begins_with_the_latest(bob: Window) -> None:
    one, other = bob.page, bob.context.new_page()
    other.goto("/")
    typed(one, "Of the first tab")
    one.wait_for_timeout(1500)
    typed(other, "Of the second tab")
    other.wait_for_timeout(1500)
    one.reload()
    says(one, "Of the first tab")
    one.get_by_role("link", name="Collections").first.click()
    one.get_by_role("link", name="Workspace").first.click()
    says(one, "Of the first tab")
    other.reload()
    says(other, "Of the second tab")
    new = bob.context.new_page()
    new.goto("/")
    says(new, "Of the second tab")
    typed(new, "Of the third tab")
    new.reload()
    other.reload()
    says(new, "Of the third tab")
    says(other, "Of the second tab")


def test_a_doubled_tab_is_a_tab_of_its_own(bob: Window) -> None:
    one = bob.page
    typed(one, "Before it was doubled")
    one.wait_for_timeout(1500)
    double = bob.context.new_page()
    double.goto("/collections/")  # its history has the first one's name, as a doubled tab's
    name = one.evaluate("history.state")
    double.evaluate("state => navigation.updateCurrentEntry({ state })", name)
    double.goto("/")
    expect(double.locator("#composer [name=tab]")).not_to_have_value(
        one.locator("#composer [name=tab]").input_value()
    )
    typed(double, "In the double")
    double.wait_for_timeout(1500)
    one.reload()
    says(one, "Before it was doubled")
    double.reload()
    says(double, "In the double")


def test_a_prompt_too_long_to_go_on_leaving_is_kept_while_it_is_typed(bob: Window) -> None:
    page, long = bob.page, "A very long tale. " * 5_000
    with page.expect_response(
        "**/composer/draft/"
    ):  # at once, and the leaving below has nothing left
        typed(page, long)
    page.get_by_role("link", name="Collections").first.click()
    page.get_by_role("link", name="Workspace").first.click()
    says(page, long)
    typed(page, "")
    page.evaluate("document.execCommand('delete')")


def test_remix_from_a_picture_fills_this_tab_and_no_other(
    pictures: None, open_window: Opener
) -> None:
    window = open_window(BOB)
    one, other = window.page, window.context.new_page()
    other.goto("/")
    typed(other, "Not touched")
    other.wait_for_timeout(1500)
    one.goto("/?q=lantern")
    one.locator("[data-gallery] > .tile > a").first.click()
    one.get_by_role("button", name="Remix").click()
    expect(one.locator("#prompt")).to_have_value("Lantern 92")
    other.reload()
    says(other, "Not touched")
    one.reload()
    expect(one.locator("#prompt")).to_have_value("Lantern 92")
