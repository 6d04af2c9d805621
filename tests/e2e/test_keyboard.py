"""A person without a mouse, from the sign-in page to a picture and back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import ALICE, BOB, Opener
from tests.e2e.product_and_simulator import PASSWORD
from tests.e2e.window import PHONE, Window


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Presses Tab until that element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab never reached {selector}")


def test_sign_in_generate_open_and_back_by_keyboard_alone(open_window: Opener) -> None:
    page = open_window(None, at="/sign-in/").page
    tab_to(page, "[name=login]")
    page.keyboard.type(BOB)
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("main.workspace")).to_be_visible()
    tab_to(page, "#prompt")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Typed mountains")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator('#gallery img[alt="Typed mountains"]')).to_be_visible()
    tab_to(page, "#gallery a:has(img)")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pictures/**")
    page.keyboard.press("Escape")
    expect(page.locator("main.workspace")).to_be_visible()
    page.wait_for_function("() => document.activeElement.closest('.tile')")  # back, and listening
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    expect(page.locator("#prompt")).to_be_focused()


def test_the_whole_journey_without_a_mouse(open_window: Opener, keyed: dict[str, str]) -> None:
    """Sign in, compose, send, open, favourite, search; a key is checked, somebody is invited."""
    page = open_window(None, at="/sign-in/").page
    tab_to(page, "[name=login]")
    page.keyboard.type(ALICE)
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("main.workspace")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("c")
    expect(page.locator("#prompt")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Typed glaciers")
    tab_to(page, ".btn--generate")
    page.keyboard.press("Enter")
    expect(page.locator('#gallery img[alt="Typed glaciers"]').first).to_be_visible()
    _opens_and_likes(page)
    _searches(page)
    _checks_a_key(page)
    _invites(page)


def _opens_and_likes(page: Page) -> None:
    page.keyboard.press("Escape")
    tab_to(page, '#gallery li:has(img[alt="Typed glaciers"]) a')
    page.keyboard.press("Enter")
    page.wait_for_url("**/pictures/**")
    page.keyboard.press("f")
    expect(page.locator('[data-key="f"]')).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.locator("main.workspace")).to_be_visible()
    page.wait_for_load_state()


def _searches(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("glaciers is:favourite")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=glaciers**")
    expect(page.locator('#found .tile img[alt="Typed glaciers"]').first).to_be_visible()
    expect(page.locator('#found .tile img:not([alt="Typed glaciers"])')).to_have_count(0)


def _checks_a_key(page: Page) -> None:
    tab_to(page, ".topbar__me")
    page.keyboard.press("Enter")
    tab_to(page, '.menu__panel a[href="/keys/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/keys/")
    tab_to(page, "[id^=check-]")
    row = page.locator(".keyrow:focus-within")
    page.keyboard.press("Enter")
    expect(row.locator(".status")).to_have_text(re.compile("Verified|Not proven"))
    expect(row).to_contain_text("just now")


def _invites(page: Page) -> None:
    tab_to(page, '.settings__nav a[href="/team/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/team/")
    tab_to(page, "#emails")
    page.keyboard.type("typed@example.org")
    tab_to(page, "#role")
    page.keyboard.type("View")
    tab_to(page, "form[action*=invite] button")
    page.keyboard.press("Enter")
    row = page.locator("li", has_text="typed@example.org")
    expect(row).to_contain_text("Viewer")


def test_the_picker_is_chosen_from_by_keyboard(alice: Window) -> None:
    page = alice.page
    page.locator("#picked").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox", name="Find a model")).to_be_focused()
    page.keyboard.type("phoenix 1.0")
    page.keyboard.press("Enter")
    expect(page.locator("#models")).to_be_hidden()
    expect(page.locator("#picked")).to_contain_text("Leonardo Phoenix 1.0")


def test_on_a_phone_the_composer_is_a_sheet(open_window: Opener) -> None:
    page = open_window(BOB, viewport=PHONE).page
    expect(page.locator("#composer")).to_have_attribute("inert", "")
    page.get_by_role("button", name="New picture").click()
    expect(page.locator("#prompt")).to_be_focused()
    page.locator("#prompt").fill("A small screen, a large sea")
    page.get_by_role("button", name="Generate").click()
    expect(page.locator('#gallery img[alt="A small screen, a large sea"]')).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#composer")).to_have_attribute("inert", "")


def test_the_focus_stays_on_a_card_that_changes(alice: Window) -> None:
    prompt = "A card that changes [drip=0.5]"
    alice.choose("GPT Image 1 mini", "fastapi:gpt-image-1-mini")
    alice.ask(prompt, stream="true", partial_images="3")
    cancel = alice.card(prompt).get_by_label("Cancel job")
    cancel.focus()
    expect(alice.card(prompt).locator(".job__title")).to_contain_text(re.compile("Preview [23]"))
    expect(cancel).to_be_focused()
