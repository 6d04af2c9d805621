"""People in a real browser: invited, with a passkey, required to have one, and out in mid-stream."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import machine_speed
from tests.e2e import audit
from tests.ops.product import Product

PASSWORD = "correct horse battery"
PAGES = [
    "/team/",
    "/team/1/",
    "/team/2/close/",
    "/team/2/delete/",
    "/profile/",
    "/profile/leave/",
    "/security/",
    "/security/codes/",
    "/sessions/",
    "/email/",
]
STREAM = """() => { window.closed = fetch("/events").then(async (answer) => {
  window.isOpen = true;
  const reader = answer.body.getReader();
  while (!(await reader.read()).done);
  return Date.now();
}); }"""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    data = tmp_path_factory.mktemp("people")
    made = Product(data)
    made.migrate()
    made.collect_static()
    made.start()
    yield made
    made.clear_away()
    shutil.rmtree(data, ignore_errors=True)


def somebody(chrome: Browser, product: Product) -> tuple[BrowserContext, Page]:
    """A browser of their own, with an authenticator in it."""
    context = chrome.new_context(base_url=f"http://localhost:{product.port}")
    page = context.new_page()
    reports: list[str] = []
    page.on(
        "console",
        lambda said: reports.append(said.text) if "Content Security" in said.text else None,
    )
    page.reports = reports  # type: ignore[attr-defined]
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return context, page


def local(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link.strip())


def add_passkey(page: Page) -> None:
    page.goto("/security/passkeys/add/")
    if page.get_by_label("Password", exact=True).count():
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_from_the_invitation_to_the_door(chrome: Browser, product: Product) -> None:
    _, admin = somebody(chrome, product)
    found = product._python("manage.py", "first_admin_link").stdout
    admin.goto(local(found))
    admin.get_by_label("Your name").fill("Ada")
    admin.get_by_label("Email").fill("ada@example.com")
    admin.get_by_label("Password", exact=True).fill(PASSWORD)
    admin.get_by_role("button", name="Create the account").click()
    noor = _invited(chrome, product, admin)
    _signs_in_by_passkey(noor)
    _required_of_everybody(admin)
    _clean(admin)
    _sees_sessions(noor)
    _out_in_mid_stream(admin, noor)
    assert admin.reports == noor.reports == []  # type: ignore[attr-defined]


def _invited(chrome: Browser, product: Product, admin: Page) -> Page:
    admin.goto("/team/")
    admin.get_by_label("Addresses").fill("noor@example.com")
    admin.keyboard.press("Tab")
    admin.get_by_role("button", name="Invite", exact=True).press("Enter")
    link = admin.locator(".linkbox code").inner_text()
    _, noor = somebody(chrome, product)
    noor.goto(local(link))
    noor.get_by_label("Your name").fill("Noor")
    noor.get_by_label("Password", exact=True).fill(PASSWORD)
    noor.keyboard.press("Enter")
    expect(noor).to_have_url(re.compile(r":\d+/$"))
    add_passkey(noor)
    admin.goto("/team/")
    expect(admin.get_by_text("accepted by Noor")).to_be_visible()
    return noor


def _signs_in_by_passkey(noor: Page) -> None:
    noor.goto("/sign-out/")
    noor.get_by_role("button", name="Sign out").click()
    noor.get_by_role("button", name="Sign in with a passkey").click()
    expect(noor).to_have_url(re.compile(r":\d+/$"))


def _required_of_everybody(admin: Page) -> None:
    admin.goto("/team/")
    admin.get_by_label("Everybody needs a second factor").check()
    admin.get_by_role("button", name="Save rules").click()
    expect(admin.get_by_role("heading", name="Second factor", exact=True)).to_be_visible()
    admin.goto("/")
    expect(admin).to_have_url(re.compile("/security/$"))
    add_passkey(admin)
    admin.goto("/team/")
    expect(admin.get_by_role("heading", name="Team", exact=True)).to_be_visible()


def _clean(admin: Page) -> None:
    found = []
    for path in PAGES:
        admin.goto(path)
        found += [f"{path}: {fault}" for fault in audit.faults(admin)]
    assert found == []


def _sees_sessions(noor: Page) -> None:
    noor.goto("/sessions/")
    expect(noor.get_by_text("this one")).to_be_visible()


def _out_in_mid_stream(admin: Page, noor: Page) -> None:
    noor.goto("/profile/")
    noor.evaluate(STREAM)
    noor.wait_for_function("() => window.isOpen")
    admin.set_viewport_size({"width": 1440, "height": 900})
    admin.goto("/team/2/close/")
    begin = time.time() * 1000
    admin.get_by_role("button", name="Close the account").click()
    closed = noor.evaluate("() => window.closed")
    assert closed - begin < machine_speed.own(
        1_500
    )  # the click, the commit, and the second that is promised
    noor.goto("/profile/")
    expect(noor).to_have_url(re.compile("/sign-in/"))
