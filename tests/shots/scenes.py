"""What there is to take, in an order that needs no second start."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.product_and_simulator import Stage
from tests.shots.camera import Camera
from tests.shots.picture_team import DRAFT

ROUTERS = ("fastrouter", "fastapi", "imagerouter", "openrouter")
LIVE = {"bob": "Coastal road seen from above, early fog on a muted sea", "alice": DRAFT}

TEAM_PAGES = {
    "team": "/team/",
    "team-usage": "/team/usage/",
    "team-limits": "/team/limits/",
    "team-models": "/team/models/?provider=fastapi",
    "team-providers": "/team/providers/",
    "team-storage": "/team/storage/",
    "team-announcements": "/team/announcements/",
    "team-keys": "/keys/",
    "security": "/security/",
    "sessions": "/sessions/",
    "notices": "/profile/",
}
MEMBER_PAGES = {"member": "", "member-close": "close/", "member-delete": "delete/"}


def take_all(camera: Camera, stage: Stage) -> None:
    camera.take("first-run", stage.first_run_link())
    camera.take("sign-in-first", "/sign-in/")
    stage.run("-m", "tests.shots.picture_team")
    _keys_of_alice(stage)
    _strangers(camera)
    _workspace(camera)
    _about_oneself(camera)
    _collections(camera)
    _picture_and_trash(camera)
    stage.run("-m", "tests.e2e.job_in_every_state", "alice@example.org")
    camera.take("states", "/", who="alice")
    take_team(camera, stage)


def take_team(camera: Camera, stage: Stage) -> None:
    """What admins see, whole pages: as `team.html` and `keys.html` of the mock-ups."""
    stage.run("-m", "tests.shots.busy_team")
    for name, address in TEAM_PAGES.items():
        camera.take(name, address, who="alice", whole=True)
    camera.take("team-keys-member", "/keys/", who="bob", whole=True)
    for name, words in (("key-share", "Who may use it"), ("key-uses", "Who used it")):
        camera.take(name, _menu_address(camera, words), who="alice", whole=True)
    for name, menu in MEMBER_PAGES.items():
        camera.take(name, f"/team/{_number_of(stage, 'bob')}/{menu}", who="alice", whole=True)


def take_team_alone(camera: Camera, stage: Stage) -> None:
    """The same on a fresh stage."""
    stage.manage("shell", "--no-imports", "-c", "from tests.seed.people import team; team()")
    _keys_of_alice(stage)
    take_team(camera, stage)


def _number_of(stage: Stage, word: str) -> str:
    asked = (
        f"from accounts.models import User; print(User.objects.get(email__startswith='{word}').pk)"
    )
    return stage.manage("shell", "--no-imports", "-c", asked).strip()


def _keys_of_alice(stage: Stage) -> None:
    for router in ROUTERS:
        stage.manage(
            "add_key", "alice@example.org", router, "--label", "Studio", given=_key(router)
        )


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
    camera.take("selection", "/", who="alice", before=_tick_two)
    camera.take("selection-download", "/", who="alice", before=_ask_for_zip)
    camera.take("picker", "/", who="alice", doing=_open_picker, only="desktop")
    camera.take("composer", "/", who="alice", doing=_open_sheet, only="mobile")


def _tick_two(page: Page) -> None:
    for number in (1, 2):
        page.locator(".tile__pick input").nth(number).click()
    expect(page.locator(".bulkbar")).to_contain_text("2 selected")
    expect(page.locator("#bulk-all-said [data-total]")).to_be_visible()


def _ask_for_zip(page: Page) -> None:
    _tick_two(page)
    page.locator(".bulkbar [value=download]").click()
    expect(page.get_by_role("dialog")).to_be_visible()


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
        page.goto("/")  # a picture that is moved to the trash is followed by the next
        one = page.locator("#gallery .tile", has=page.locator(f'img[alt^="{words}"]')).first
        page.goto(one.locator("a").first.get_attribute("href") or "")
        page.get_by_role("button", name="Delete picture").click()
        expect(page.get_by_role("button", name="Undo")).to_be_visible()
    window.close()
    camera.take("trash", "/trash/", who="alice")
