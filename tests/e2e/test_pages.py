"""Every page of ours, in both themes, wide and narrow: axe-core, CSP, scripts, sideways scrolling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import get_resolver
from playwright.sync_api import expect

from tests.e2e import audit
from tests.e2e import job_in_every_state as held_cards
from tests.e2e.conftest import ALICE, BOB, VERA, Opener
from tests.e2e.product_and_simulator import Stage
from tests.e2e.window import PHONE, Window

STATES = {status for status, _ in held_cards.STATES}


@pytest.mark.parametrize("address", ["/sign-in/", "/password/reset/", "/password/reset/done/"])
def test_a_strangers_pages(open_window: Opener, address: str) -> None:
    assert audit.faults(open_window(None, at=address).page) == []


def test_a_wrong_password(open_window: Opener) -> None:
    page = open_window(None, at="/sign-in/").page
    page.get_by_label("Email").fill(BOB)
    page.get_by_label("Password", exact=True).fill("not this")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert audit.faults(page) == []


def addresses(patterns: Any, prefix: str = "/") -> Iterator[str]:
    """Every address without a part to fill in; the administration's own pages left out."""
    for each in patterns:
        part = str(each.pattern)
        if part == "admin/" or re.search(r"[<(\\^]", part):
            continue
        if hasattr(each, "url_patterns"):
            yield from addresses(each.url_patterns, prefix + part)
        else:
            yield prefix + part


@pytest.mark.parametrize("who", [ALICE, VERA])
def test_every_page_that_can_be_opened_by_its_address(
    open_window: Opener, keyed: dict[str, str], who: str
) -> None:
    """A new page comes to this list by itself."""
    window, seen, faults = open_window(who), set(), []
    for address in sorted(addresses(get_resolver().url_patterns)):
        answer = window.context.request.get(address)
        where = urlsplit(answer.url).path
        is_page = answer.ok and answer.text().lstrip().lower().startswith("<!doctype html")
        if is_page and where not in seen and not where.startswith("/admin/"):
            seen.add(where)
            window.page.goto(where)
            faults += [f"{where}: {fault}" for fault in audit.faults(window.page)]
    assert len(seen) > 5
    assert faults == []


def test_the_collections(alice: Window) -> None:
    page = alice.page
    page.goto("/collections/")
    assert audit.faults(page) == []
    page.get_by_placeholder("New collection").fill("Covers")
    page.get_by_role("button", name="Create").click()
    expect(page.locator("h1")).to_contain_text("Covers")
    page.locator("details.fold summary").click()
    assert audit.faults(page) == []
    page.goto("/collections/")
    assert audit.faults(page) == []


def test_a_key_replaced_and_removed(alice: Window) -> None:
    page = alice.page
    for name in ("Replace key", "Remove key"):
        page.goto("/keys/")
        page.get_by_label("More for OpenRouter studio").click()
        assert audit.faults(page, only="desktop") == []
        page.get_by_role("link", name=name).click()
        expect(page.locator("h1")).to_contain_text("OpenRouter studio")
        assert audit.faults(page) == []


def test_a_viewers_pages(open_window: Opener) -> None:
    window = open_window(VERA)
    expect(window.page.locator("#composer")).to_have_count(0)
    assert audit.faults(window.page) == []
    window.page.goto("/keys/")
    assert audit.faults(window.page) == []


def test_nothing_here(open_window: Opener) -> None:
    window = open_window(ALICE, at="/profile/")
    window.allowed.add(404)
    window.page.goto("/no/such/page/")
    assert audit.faults(window.page) == []


@pytest.fixture(scope="package")
def held(stage: Stage, keyed: dict[str, str]) -> None:
    """Alice's strip holds a card in every state."""
    stage.fill("job_in_every_state", ALICE)


def test_the_workspace_with_a_card_in_every_state(held: None, alice: Window) -> None:
    for state in STATES:
        assert alice.page.locator(f"#jobs > li.job--{state}").count(), state
    assert audit.faults(alice.page) == []
    alice.page.locator("#jobs > li.job--unknown button", has_text="Retry anyway").first.click()
    expect(alice.page.get_by_role("alert").first).to_be_visible()
    assert audit.faults(alice.page, only="desktop") == []


def test_the_workspace_as_a_colleague_sees_it(held: None, bob: Window) -> None:
    expect(bob.page.locator("#jobs > li.job--generating").first).to_be_visible()
    assert audit.faults(bob.page) == []


def test_the_picker_open(alice: Window) -> None:
    alice.page.locator("#picked").click()
    expect(alice.page.locator("#models")).to_be_visible()
    assert audit.faults(alice.page, only="desktop") == []


def test_every_setting_open(alice: Window) -> None:
    """The model with the most settings, its rarer ones unfolded."""
    alice.choose("GPT Image 2.6 Sunburst", "fastapi:gpt-image-2.6-sunburst")
    alice.page.locator("details.fold summary").click()
    assert audit.faults(alice.page, only="desktop") == []


def test_a_form_full_of_problems(alice: Window) -> None:
    alice.choose("GPT Image 1 mini", "fastapi:gpt-image-1-mini")
    alice.ask("", background="transparent", output_format="jpeg")
    expect(alice.page.locator("#prompt-error .error")).to_be_visible()
    assert audit.faults(alice.page, only="desktop") == []


def test_the_composer_open_on_a_phone(open_window: Opener, keyed: dict[str, str]) -> None:
    window = open_window(ALICE, viewport=PHONE)
    page = window.page
    page.get_by_role("button", name="New picture").click()
    expect(page.locator("#prompt")).to_be_focused()
    assert audit.faults(page, only="phone") == []
    page.set_viewport_size(PHONE)
    page.locator("#picked").click()
    expect(page.locator("#models")).to_be_visible()
    assert audit.faults(page, only="phone") == []


def test_a_picture_and_the_trash_with_something_in_it(alice: Window) -> None:
    alice.choose("Scenes", "sandbox:sandbox/scenes")
    alice.ask("A page for a picture", count="1")
    alice.sees_picture("A page for a picture")
    alice.tile("A page for a picture").locator("a").first.click()
    expect(alice.page.locator("#prompt-text")).to_be_visible()
    assert audit.faults(alice.page) == []
    alice.page.get_by_role("button", name="Delete picture").click()
    expect(alice.page.get_by_role("button", name="Undo")).to_be_visible()
    alice.page.goto("/trash/")
    expect(alice.tile_in_trash("A page for a picture")).to_be_visible()
    assert audit.faults(alice.page) == []


def test_a_theme_is_kept(open_window: Opener) -> None:
    page = open_window(BOB).page
    for theme in ("light", "dark", "auto"):
        with page.expect_response(re.compile("/theme/")):
            page.get_by_role("button", name=re.compile("^Theme")).click()
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-theme", theme)


def test_no_page_of_the_administration_breaks_a_rule(alice: Window) -> None:
    """Its index and every table: no CSP report, no error in a script, nothing missing."""
    page = alice.page
    page.goto("/admin/")
    links = page.locator("#content a[href^='/admin/'], main a[href^='/admin/']")
    found = {link.get_attribute("href") for link in links.all()}
    tables = sorted(one for one in found if one and re.fullmatch(r"/admin/\w+/\w+/", one))
    assert len(tables) >= 6
    for address in tables:
        assert page.goto(address), address
        expect(page.locator("#changelist, #content, main").first).to_be_visible()
    assert page.goto("/favicon.ico").ok
