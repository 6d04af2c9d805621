"""What there is to take, in an order that needs no second start."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.stage import Stage
from tests.shots.camera import Camera
from tests.shots.studio import DRAFT

ROUTERS = ("fastrouter", "fastapi", "imagerouter", "openrouter")
LIVE = {"bob": "Coastal road seen from above, early fog on a muted sea", "alice": DRAFT}


def take_all(camera: Camera, stage: Stage) -> None:
    camera.take("first-run", stage.first_run_link())
    camera.take("sign-in-first", "/sign-in/")
    stage.run("-m", "tests.shots.studio")
    for router in ROUTERS:
        stage.manage(
            "add_key", "alice@example.org", router, "--label", "Studio", given=_key(router)
        )
    _strangers(camera)
    _workspace(camera)
    _about_oneself(camera)
    _collections(camera)
    _picture_and_trash(camera)
    stage.run("-m", "tests.e2e.held", "alice@example.org")
    camera.take("states", "/", who="alice")


def _key(router: str) -> str:
    return f"sim-good-{router}-7c1e"


def _strangers(camera: Camera) -> None:
    camera.take("sign-in", "/sign-in/")
    camera.take("reset", "/password/reset/")
    camera.take("not-found", "/no/such/page/")


def _workspace(camera: Camera) -> None:
    askers = {camera.window(who): words for who, words in LIVE.items()}
    for asker in askers:
        asker.page.goto("/")
        asker.choose("Scenes, slowly")

    def two_live_jobs(page: Page) -> None:
        for asker, words in askers.items():
            asker.ask(words, partial_images="3")
        card = page.locator("#jobs > li", has_text=DRAFT[:40]).first
        expect(card.locator("img.is-fresh")).to_be_visible()

    def settled(page: Page) -> None:
        page.evaluate("getSelection().empty(); document.activeElement.blur()")

    camera.take("workspace", "/", who="alice", before=two_live_jobs, doing=settled)
    for asker in askers:
        asker.close()
    camera.take("workspace-viewer", "/", who="vera")
    camera.take("picker", "/", who="alice", doing=_open_picker, only="desktop")
    camera.take("composer", "/", who="alice", doing=_open_sheet, only="mobile")


def _open_picker(page: Page) -> None:
    if page.locator("#models").is_hidden():
        page.locator("#picked").click()


def _open_sheet(page: Page) -> None:
    if page.locator("#composer[inert]").count():
        page.get_by_role("button", name="New picture").click()


def _about_oneself(camera: Camera) -> None:
    camera.take("keys", "/keys/", who="alice")
    camera.take("keys-first", "/keys/", who="bob")
    for name, menu in (("key-replace", "Replace key"), ("key-remove", "Remove key")):
        camera.take(name, _menu_address(camera, menu), who="alice")
    camera.take("profile", "/profile/", who="alice")
    camera.take("password", "/password/change/", who="alice")
    camera.take("menu", "/profile/", who="alice", doing=_open_menu)


def _menu_address(camera: Camera, words: str) -> str:
    window = camera.window("alice")
    window.page.goto("/keys/")
    link = window.page.locator(".keyrow a", has_text=words).first.get_attribute("href")
    window.close()
    assert link
    return link


def _open_menu(page: Page) -> None:
    if page.locator(".topbar .menu:not([open])").count():
        page.locator(".topbar__me").click()


def _collections(camera: Camera) -> None:
    camera.take("collections", "/collections/", who="alice")
    window = camera.window("alice")
    window.page.goto("/collections/")
    window.page.get_by_role("link", name="Spring campaign").click()
    expect(window.page.locator("h1")).to_contain_text("Spring campaign")
    where = window.page.url
    window.close()
    camera.take("collection", where, who="alice")


def _picture_and_trash(camera: Camera) -> None:
    camera.take("trash-empty", "/trash/", who="alice")
    window = camera.window("alice")
    page = window.page
    page.goto("/")
    tile = page.locator("#gallery .tile", has=page.locator('img[alt^="Mountain ridges"]')).first
    address = tile.locator("a").first.get_attribute("href") or ""
    camera.take("picture", address, who="alice")
    for words in ("Wind over grass", "Marble in teal"):
        one = page.locator("#gallery .tile", has=page.locator(f'img[alt^="{words}"]')).first
        page.goto(one.locator("a").first.get_attribute("href") or "")
        page.get_by_role("button", name="Delete picture").click()
        expect(page.get_by_role("button", name="Undo")).to_be_visible()
    window.close()
    camera.take("trash", "/trash/", who="alice")
