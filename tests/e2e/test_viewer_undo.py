"""Taking back what was moved to the trash in the viewer, and where the focus goes."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import BOB, Opener
from tests.e2e.viewing import number_of, opened, says


def test_undo_shows_the_picture_again_with_its_place(pictures: None, open_window: Opener) -> None:
    page = opened(open_window(BOB), at="/?q=lantern&person=me", tile=5)
    shown, place = number_of(page), page.locator(".stage__bar .pos").first.inner_text()
    page.get_by_role("button", name="Delete picture").click()
    says(page, shown - 2)
    expect(page.locator("#film [aria-current]")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    says(page, shown)
    expect(page.locator(".stage__bar .pos").first).to_have_text(place)
    assert "person=me" in page.url
