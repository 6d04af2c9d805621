"""One product, one browser and three people for the whole folder.

Alice is the first admin and has a key for every router, Bob is her teammate without one, Vera
looks. The fixtures live as long as the folder: Playwright's loop must be gone before other tests.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, StorageState, expect, sync_playwright

from tests.e2e import audit, chromium
from tests.e2e.product_and_simulator import PASSWORD, PEOPLE, Stage
from tests.e2e.window import Window

ALICE, BOB, VERA = "alice@example.org", "bob@example.org", "vera@example.org"
SHELVES = count(1)
ROUTERS = {
    "FastRouter": "Not proven until first use",
    "FastAPI.ai": "Verified",
    "ImageRouter": "Verified",
    "OpenRouter": "Verified",
}


@pytest.fixture(scope="package", autouse=True)
def _a_browser_is_there() -> None:
    if chromium.found():
        return
    reason = f"needs Chromium at $IMAGEHUB_CHROMIUM or {chromium.USUAL}"
    if os.environ.get("IMAGEHUB_REQUIRE_ALL"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="package")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    made = Stage(tmp_path_factory.mktemp("e2e"))
    try:
        made.prepare()
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="package")
def engine() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def chrome(engine: Playwright) -> Iterator[Browser]:
    browser = chromium.launched(engine)
    yield browser
    browser.close()


@dataclass
class FirstRun:
    """How the first minutes went."""

    link: str
    faults: list[str]
    signed_in: dict[str, StorageState]


@pytest.fixture(scope="package")
def first_run(stage: Stage, chrome: Browser) -> Iterator[FirstRun]:
    """Alice opens the link from the log and becomes the first admin; the others sign in."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda one: stage.add_person(*one), PEOPLE.items()))
    window = Window(chrome, stage.url)
    page, link = window.page, stage.first_run_link()
    page.goto(link)
    faults = audit.faults(page)
    page.get_by_label("Your name").fill("Alice Ash")
    page.get_by_label("Email").fill(ALICE)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create the account and begin").click()
    expect(page.get_by_role("heading", name="The first picture goes here")).to_be_visible()
    faults += window.troubles + [f"empty workspace: {fault}" for fault in audit.faults(page)]
    signed_in = {ALICE: window.context.storage_state()}
    window.close()
    for email in PEOPLE:
        other = Window(chrome, stage.url)
        other.sign_in(email)
        signed_in[email] = other.context.storage_state()
        other.close()
    yield FirstRun(link=link, faults=faults, signed_in=signed_in)


@pytest.fixture(scope="package")
def keyed(stage: Stage, chrome: Browser, first_run: FirstRun) -> dict[str, str]:
    """Alice adds a key for each router on the keys page and sees it checked."""
    window = Window(chrome, stage.url, storage_state=first_run.signed_in[ALICE])
    page = window.page
    page.goto("/keys/")
    for router, status in ROUTERS.items():
        page.locator("label", has=page.locator(f'input[data-label="{router}"]')).click()
        page.get_by_label("Name", exact=True).fill(f"{router} studio")
        page.get_by_label("Key", exact=True).fill(f"sim-good-{router}-secret-zq9w")
        page.get_by_role("button", name="Save and check").click()
        row = page.locator(".keyrow", has_text=f"{router} studio")
        expect(row.locator(".status")).to_have_text(status, timeout=15_000)
    seen = {
        row.locator("b").inner_text(): row.inner_text() for row in page.locator(".keyrow").all()
    }
    page.reload()
    seen["page"] = page.content()
    assert window.troubles == []
    window.close()
    return seen


@pytest.fixture(scope="package")
def pictures(stage: Stage, keyed: dict[str, str]) -> None:
    """Ninety pictures of lanterns, Alice's and Bob's by turns, and three of one request."""
    stage.fill("searchable_pictures")


Opener = Callable[..., Window]


@pytest.fixture
def open_window(stage: Stage, chrome: Browser, first_run: FirstRun) -> Iterator[Opener]:
    """`open_window(ALICE)`: her workspace; `open_window(None)`: a stranger's window.

    When the test is over, no window may have seen an error in a script or a CSP report.
    """
    opened: list[Window] = []

    def open_(person: str | None, *, at: str = "/", **options: Any) -> Window:
        if person:
            options["storage_state"] = first_run.signed_in[person]
        opened.append(Window(chrome, stage.url, **options))
        opened[-1].page.goto(at)
        return opened[-1]

    yield open_
    troubles = [trouble for window in opened for trouble in window.troubles]
    for window in opened:
        window.close()
    assert troubles == []


@pytest.fixture
def alice(open_window: Opener, keyed: dict[str, str]) -> Window:
    return open_window(ALICE)


@pytest.fixture
def bob(open_window: Opener) -> Window:
    return open_window(BOB)


@pytest.fixture
def shelf(stage: Stage, request: pytest.FixtureRequest) -> str:
    """Six pictures of Bob under a word of this test's own."""
    word = "W" + re.sub(r"[\W_]", "", request.node.name.title())[4:20] + f"n{next(SHELVES)}"
    stage.fill("few_pictures", BOB, "6", word)
    return word


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.timeout(400))  # the first one starts everything
