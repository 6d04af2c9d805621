"""The first minutes: the link from the log, the first admin, a key for each router."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import ROUTERS, FirstRun, Opener
from tests.e2e.product_and_simulator import Stage


def test_the_link_from_the_log_makes_the_first_admin_and_nobody_after(
    first_run: FirstRun, open_window: Opener
) -> None:
    assert first_run.faults == []
    stranger = open_window(None, at="/sign-in/")
    stranger.allowed.add(410)
    stranger.page.goto(first_run.link)
    expect(stranger.page.get_by_role("heading", name="This link was used")).to_be_visible()


def test_every_key_is_checked_and_only_its_end_is_shown(keyed: dict[str, str]) -> None:
    for router, status in ROUTERS.items():
        assert status in keyed[f"{router} studio"]
        assert "zq9w" in keyed[f"{router} studio"]
    assert "-secret-" not in keyed["page"]


def test_a_rejected_key_is_said_and_never_stored_in_the_log(
    stage: Stage, open_window: Opener
) -> None:
    bob = open_window("bob@example.org", at="/keys/")
    page = bob.page
    page.get_by_role("radio", name="OpenRouter").check()
    page.get_by_label("Name", exact=True).fill("Wrong")
    page.get_by_label("Key", exact=True).fill("sim-bad-telltale-0000")
    page.get_by_role("button", name="Save and check").click()
    row = page.locator(".keyrow", has_text="Wrong")
    expect(row.locator(".status")).to_have_text("Rejected")
    row.get_by_label("More for Wrong").click()
    row.get_by_role("link", name="Remove key").click()
    page.get_by_role("button", name="Remove key").click()
    expect(page.get_by_role("heading", name="Add your first key")).to_be_visible()
    assert "telltale" not in stage.product.log.read_text()
