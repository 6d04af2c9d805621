"""The doors: an invitation, a second factor, an authenticator app, a private picture for a reason."""

from __future__ import annotations

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests import machine_speed
from tests.e2e import audit
from tests.e2e.conftest import ALICE, BOB, Opener
from tests.e2e.product_and_simulator import PASSWORD, Stage
from tests.e2e.window import Window

DORA, EDDA = "dora@example.org", "edda@example.org"
STREAM = """() => { window.closed = fetch("/events").then(async (answer) => {
  window.isOpen = true;
  const reader = answer.body.getReader();
  while (!(await reader.read()).done);
  return Date.now();
}); }"""


def code_of(secret: str) -> str:
    """What an authenticator app would show now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def local(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link.strip())


def test_the_pages_of_an_invitation(alice: Window, open_window: Opener) -> None:
    page = alice.page
    page.goto("/team/")
    page.get_by_label("Addresses").fill("greta@example.org")
    page.get_by_role("button", name="Invite", exact=True).click()
    row = page.locator("li", has_text="greta@example.org")
    link = local(row.locator(".linkbox code").inner_text())
    stranger = open_window(None, at=link)
    expect(stranger.page.locator("h1")).to_have_text("Join Northlight")
    assert audit.faults(stranger.page) == []
    stranger.page.get_by_label("Your name").fill("Greta")
    stranger.page.get_by_label("Password", exact=True).fill("short")
    stranger.page.get_by_role("button", name="Create the account").click()
    expect(stranger.page.locator(".error").first).to_be_visible()
    assert audit.faults(stranger.page) == []
    row.get_by_role("button", name="Revoke").click()
    expect(row).to_contain_text("revoked")
    assert audit.faults(page) == []
    stranger.allowed.add(410)
    stranger.page.goto(link)
    expect(stranger.page.locator("main")).to_contain_text("withdrawn")
    assert audit.faults(stranger.page) == []


def test_an_authenticator_app_is_set_up_and_asked_for(stage: Stage, open_window: Opener) -> None:
    stage.add_person(DORA, "member")
    window = open_window(None)
    window.sign_in(DORA)
    page = window.page
    page.goto("/security/")
    page.get_by_role("link", name="Set up").click()
    if page.get_by_role("heading", name="Is it you?").count():
        assert audit.faults(page) == []
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
    secret = page.locator(".secret").inner_text().strip()
    assert audit.faults(page) == []
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Turn on").click()
    expect(page.locator(".error").first).to_be_visible()
    assert audit.faults(page) == []
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert audit.faults(page) == []
    recovery = page.locator("#codes li").first.inner_text().strip()
    _signs_in_with(page, recovery)
    page.goto("/security/app/remove/")
    expect(page.locator("h1")).to_be_visible()
    assert audit.faults(page) == []


def _signs_in_with(page: Page, code: str) -> None:
    page.goto("/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(DORA)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    assert audit.faults(page) == []
    page.get_by_label("Code").fill("123")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".error:visible").first).to_be_visible()
    assert audit.faults(page) == []
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("main.workspace")).to_be_visible()


def test_a_session_that_is_ended_ends_its_open_stream(stage: Stage, open_window: Opener) -> None:
    stage.add_person(EDDA, "member")
    here, there = open_window(None), open_window(None)
    for window in (here, there):
        window.sign_in(EDDA)
    there.page.goto("/profile/")
    there.page.evaluate(STREAM)
    there.page.wait_for_function("() => window.isOpen")
    here.page.goto("/sessions/")
    begin = time.time() * 1000
    here.page.get_by_role("button", name="Sign out everywhere else").click()
    closed = there.page.evaluate("() => window.closed")
    assert closed - begin < machine_speed.own(
        2_000
    )  # the click, the commit, and the second that is promised
    there.page.goto("/profile/")
    expect(there.page).to_have_url(re.compile("/sign-in/"))
    here.page.reload()
    expect(here.page.get_by_text("this one")).to_be_visible()


def test_a_private_picture_is_opened_for_a_reason_that_its_owner_reads(
    open_window: Opener, alice: Window
) -> None:
    bob = open_window(BOB)
    bob.choose("Scenes", "sandbox:sandbox/scenes")
    bob.ask("A letter to nobody", visibility="private")
    bob.sees_picture("A letter to nobody")
    where = bob.tile("A letter to nobody").locator("a").first.get_attribute("href") or ""
    uid = re.search(r"[0-9a-f-]{36}", where)
    assert uid
    page = alice.page
    page.goto(f"/team/private/{uid[0]}/")
    assert audit.faults(page) == []
    assert "A letter to nobody" not in page.content()
    page.get_by_role("button", name=re.compile("^Open and tell")).click()
    expect(page.locator(".error")).to_be_visible()
    page.get_by_label("Why do you have to see it?").fill("A complaint about this picture")
    page.get_by_role("button", name=re.compile("^Open and tell")).click()
    expect(page.locator("img.privatepic")).to_be_visible()
    expect(page.locator("main")).to_contain_text("A letter to nobody")
    assert audit.faults(page) == []
    bob.home()
    notices = bob.page.locator(".notices")
    expect(notices).to_contain_text("Alice Ash opened a private picture of yours")
    expect(notices).to_contain_text("A complaint about this picture")
    assert audit.faults(bob.page) == []
    bob.page.get_by_role("button", name=re.compile("^Dismiss: Alice")).click()
    expect(notices.get_by_text("opened a private picture")).to_have_count(0)


def test_an_account_about_to_be_closed(stage: Stage, alice: Window) -> None:
    """The pages on which an admin decides about somebody."""
    page = alice.page
    page.goto("/team/")
    page.get_by_role("link", name="Manage bob").click()
    assert audit.faults(page) == []
    for name in ("Close …", "Delete …"):
        page.get_by_role("link", name=name).click()
        assert audit.faults(page) == []
        page.go_back()


def test_all_notices_are_dismissed_at_once(stage: Stage, open_window: Opener) -> None:
    stage.manage("shell", "--no-imports", "-c", TWO_NOTICES.format(email=ALICE))
    page = open_window(ALICE, at="/profile/").page
    expect(page.locator(".notices .notice").nth(1)).to_be_visible()
    assert audit.faults(page) == []
    page.get_by_role("button", name="Dismiss all").click()
    expect(page.locator(".notices")).to_have_count(0)


TWO_NOTICES = """
from accounts.models import Notice, User
for number in range(2):
    Notice.objects.create(kind="storage", person=User.objects.get(email={email!r}), title=f"Full {{number}}")
"""
