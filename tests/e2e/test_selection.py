"""Choosing pictures and acting on all of them: with the mouse, without one, and by thumb."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.e2e import audit
from tests.e2e.conftest import BOB, Opener
from tests.e2e.stage import Stage
from tests.e2e.test_keyboard import tab_to
from tests.e2e.window import PHONE, Window


@pytest.fixture
def shelf(stage: Stage, request: pytest.FixtureRequest) -> str:
    """Six pictures of Bob under a word of this test's own."""
    word = "W" + re.sub(r"[\W_]", "", request.node.name.title())[4:20]
    stage.run("-m", "tests.e2e.shelf", BOB, "6", word)
    return word


def tiles(page: Page) -> Locator:
    return page.locator("[data-gallery] > .tile")


def tick(page: Page, number: int) -> Locator:
    return tiles(page).nth(number).locator(".tile__pick input")


def ticked(page: Page) -> list[int]:
    boxes = page.locator(".tile__pick input").all()
    return [number for number, box in enumerate(boxes) if box.is_checked()]


def bar(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Selected pictures")


def opened(window: Window, word: str, number: int = 6) -> Page:
    window.page.goto(f"/?q={word}")
    window.live()
    expect(tiles(window.page)).to_have_count(number)
    return window.page


def test_ticks_ranges_and_all_are_chosen_and_counted(bob: Window, shelf: str) -> None:
    page = opened(bob, shelf)
    expect(bar(page)).to_be_hidden()
    tick(page, 1).click()
    expect(bar(page)).to_contain_text("1 selected")
    expect(bar(page)).to_contain_text("Select all 6")
    tick(page, 4).click(modifiers=["Shift"])
    assert ticked(page) == [1, 2, 3, 4]
    tiles(page).nth(2).locator("> a").click(modifiers=["ControlOrMeta"])
    assert ticked(page) == [1, 3, 4]
    expect(bar(page)).to_contain_text("3 selected")
    page.get_by_label("Select all 6").check()
    expect(bar(page)).to_contain_text("6 selected")
    tick(page, 0).click()
    expect(bar(page)).to_contain_text("5 selected")
    assert audit.faults(page) == []
    page.keyboard.press("Escape")
    expect(bar(page)).to_be_hidden()
    assert ticked(page) == []


def test_all_but_one_are_tagged_and_the_ticks_stay(bob: Window, shelf: str) -> None:
    page = opened(bob, shelf)
    tick(page, 0).click()
    page.get_by_label("Select all").check()
    tick(page, 5).click()
    bar(page).get_by_role("button", name="Tag").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("5 pictures")
    assert audit.faults(page) == []
    dialog.get_by_label("Tag").fill("Sea & <b>sand</b>")
    dialog.get_by_role("button", name="Tag").click()
    expect(page.locator("#toasts")).to_contain_text("5 pictures tagged “Sea & <b>sand</b>”.")
    expect(dialog).to_have_count(0)
    assert ticked(page) == [0, 1, 2, 3, 4]
    page.goto("/?q=" + f'{shelf} tag:"Sea %26 <b>sand</b>"')
    expect(tiles(page)).to_have_count(5)


def test_they_are_collected_and_a_wrong_name_is_said_at_its_field(
    bob: Window, alice: Window, shelf: str
) -> None:
    page = opened(bob, shelf)
    tick(page, 0).click()
    tick(page, 2).click(modifiers=["Shift"])
    page.keyboard.press("b")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Add").click()
    if not dialog.locator("select").count():
        expect(dialog.get_by_role("alert")).to_contain_text("Choose a collection")
    page.goto("/?q=" + shelf)
    tick(page, 0).click()
    tick(page, 2).click(modifiers=["Shift"])
    page.keyboard.press("b")
    dialog.get_by_label(re.compile("new collection", re.I)).fill(f"About {shelf}")
    dialog.get_by_role("button", name="Add").click()
    expect(page.locator("#toasts")).to_contain_text(f"3 pictures added to “About {shelf}”.")
    alice.page.goto("/collections/")
    alice.page.get_by_role("link", name=f"About {shelf}").click()
    expect(tiles(alice.page)).to_have_count(3)
    alice.live()
    page.goto(alice.page.url)
    tick(page, 0).click()
    bar(page).locator("summary").click()
    assert audit.faults(page, only="desktop") == []
    bar(page).get_by_role("button", name="Take out of this collection").click()
    expect(tiles(alice.page)).to_have_count(2)
    expect(tiles(page)).to_have_count(2)


def test_the_trash_and_its_undo_reach_every_open_window(
    bob: Window, alice: Window, shelf: str
) -> None:
    page, hers = opened(bob, shelf), opened(alice, shelf)
    tick(hers, 0).click()
    tick(page, 0).click()
    tick(page, 3).click(modifiers=["Shift"])
    bar(page).get_by_role("button", name="Delete").click()
    expect(page.locator("#toasts")).to_contain_text("4 pictures moved to the trash.")
    expect(tiles(page)).to_have_count(2)
    expect(tiles(hers)).to_have_count(2)
    expect(bar(page)).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts")).to_contain_text("4 pictures restored.")
    expect(tiles(page)).to_have_count(6)
    expect(tiles(hers)).to_have_count(6)


def test_what_a_colleague_throws_away_leaves_the_selection_with_a_word(
    bob: Window, alice: Window, shelf: str
) -> None:
    page, hers = opened(bob, shelf), opened(alice, shelf)
    tick(hers, 1).click()
    tick(hers, 2).click()
    tiles(page).nth(1).hover()
    tiles(page).nth(1).get_by_label("Delete").click()
    expect(tiles(hers)).to_have_count(5)
    expect(bar(hers)).to_contain_text("1 selected")
    expect(bar(hers).locator("[data-bulk-said]")).to_have_text(", 1 went away meanwhile")
    assert ticked(hers) == [1]


def test_ticks_survive_what_changes_around_them(bob: Window, alice: Window, shelf: str) -> None:
    page, hers = opened(bob, shelf), opened(alice, shelf)
    tick(hers, 0).click()
    tick(hers, 4).click()
    tick(page, 0).click()
    page.get_by_label("Select all").check()
    bar(page).locator("summary").click()
    bar(page).get_by_role("button", name="Make private").click()
    expect(page.locator("#toasts")).to_contain_text("6 pictures made private.")
    expect(tiles(hers)).to_have_count(0)
    assert len(ticked(page)) == 6


def test_from_the_trash_by_ticks(bob: Window, shelf: str) -> None:
    page = opened(bob, shelf)
    tick(page, 0).click()
    tick(page, 5).click(modifiers=["Shift"])
    bar(page).get_by_role("button", name="Delete").click()
    expect(page.locator("#toasts")).to_contain_text("6 pictures moved to the trash.")
    page.goto("/trash/")
    mine = page.locator(".tile").filter(has=page.locator(f'img[alt^="{shelf}"]'))
    expect(mine).to_have_count(6)
    mine.nth(0).locator("label").click()
    mine.nth(2).locator("input").click(modifiers=["Shift"])
    assert audit.faults(page) == []
    bar(page).get_by_role("button", name="Restore").click()
    expect(page.locator("#toasts")).to_contain_text("3 pictures restored.")
    expect(mine).to_have_count(3)
    opened(bob, shelf, number=3)


def test_by_keyboard_alone(bob: Window, shelf: str) -> None:
    page = opened(bob, shelf)
    tab_to(page, "[data-gallery] .tile > a")
    page.keyboard.press("x")
    expect(bar(page)).to_contain_text("1 selected")
    tiles(page).nth(3).locator("> a").focus()
    page.keyboard.press("Shift+X")
    assert ticked(page) == [0, 1, 2, 3]
    page.keyboard.press("x")
    assert ticked(page) == [0, 1, 2]
    tab_to(page, ".bulkbar [value=favourite]")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("3 pictures added to your favourites.")
    expect(page.locator('[data-gallery] .tile__heart[aria-pressed="true"]')).to_have_count(3)


def test_a_selection_is_downloaded_and_a_bad_pattern_is_said_at_its_field(
    bob: Window, shelf: str, tmp_path: Path
) -> None:
    page = opened(bob, shelf)
    tick(page, 0).click()
    tick(page, 3).click(modifiers=["Shift"])
    bar(page).get_by_role("button", name="Download").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("File names").fill("{who}")
    dialog.get_by_role("button", name="Download").click()
    expect(dialog.get_by_role("alert")).to_contain_text("“{who}” is not known")
    expect(dialog.get_by_label("File names")).to_be_focused()
    assert audit.faults(page) == []
    dialog.get_by_label("File names").fill("{prompt}-{n}")
    dialog.get_by_label("Format").select_option("jpeg")
    dialog.get_by_label("Longest edge").fill("48")
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Download").click()
    file = tmp_path / "pictures.zip"
    download.value.save_as(file)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names[4:] == ["pictures.csv", "pictures.json"]
        assert names[0] == f"pictures/{shelf.lower()}-6-0001.jpg"
        with Image.open(io.BytesIO(archive.read(names[0]))) as image:
            assert max(image.size) == 48
    expect(dialog).to_have_count(0)
    page.goto("/")
    tick(page, 0).click()
    bar(page).get_by_role("button", name="Download").click()
    expect(dialog.get_by_label("File names")).to_have_value("{prompt}-{n}")


def test_by_thumb_on_a_phone(open_window: Opener, shelf: str) -> None:
    window = open_window(BOB, viewport=PHONE, has_touch=True, is_mobile=True)
    page = opened(window, shelf)
    tiles(page).nth(0).locator(".tile__pick").tap()
    tiles(page).nth(2).locator(".tile__pick").tap()
    expect(bar(page)).to_contain_text("2 selected")
    for control in bar(page).locator("button, summary, label").all():
        box = control.bounding_box()
        if box:
            assert box["height"] >= 44
    box = bar(page).bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    bar(page).get_by_role("button", name="Favourite").tap()
    expect(page.locator("#toasts")).to_contain_text("2 pictures added to your favourites.")
    bar(page).get_by_role("button", name="Clear the selection").tap()
    expect(bar(page)).to_be_hidden()


@pytest.fixture
def folder(bob: Window, shelf: str) -> str:
    """The address of a collection of all six, in their own order."""
    page = opened(bob, shelf)
    tick(page, 0).click()
    page.get_by_label("Select all").check()
    page.keyboard.press("b")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("new collection", re.I)).fill(shelf)
    dialog.get_by_role("button", name="Add").click()
    expect(page.locator("#toasts")).to_contain_text("6 pictures added")
    page.goto("/collections/")
    page.get_by_role("link", name=shelf).click()
    page.get_by_text("Change this collection").click()
    page.locator("#c-order").select_option("hand")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-arrange]")).to_be_visible()
    return page.url


def order(page: Page) -> str:
    words = [img.get_attribute("alt") or "" for img in page.locator("[data-gallery] img").all()]
    return "".join(word[-1] for word in words)


def shows(page: Page, wanted: str) -> None:
    page.wait_for_function(
        """wanted => [...document.querySelectorAll("[data-gallery] img")]
            .map((img) => img.alt.slice(-1)).join("") === wanted""",
        arg=wanted,
    )


def test_own_order_is_made_by_drag_and_by_keyboard_and_seen_at_once(
    bob: Window, alice: Window, folder: str
) -> None:
    page, hers = bob.page, alice.page
    for window in (bob, alice):
        window.page.goto(folder)
        window.live()
    begin = order(page)
    a, b, c, d, e, f = begin
    tiles(page).nth(4).drag_to(tiles(page).nth(1), target_position={"x": 8, "y": 40})
    shows(page, a + e + b + c + d + f)
    shows(hers, a + e + b + c + d + f)
    tick(page, 0).focus()
    page.keyboard.press("Space")
    tab_to(page, ".bulkbar [value=later]")
    page.keyboard.press("Enter")
    shows(page, e + a + b + c + d + f)
    shows(hers, e + a + b + c + d + f)
    assert audit.faults(page) == []
    tick(page, 2).click()
    last = tiles(page).nth(5).bounding_box()
    assert last
    tiles(page).nth(2).drag_to(
        tiles(page).nth(5), target_position={"x": last["width"] - 8, "y": 40}
    )
    shows(page, e + c + d + f + a + b)


def test_a_tile_and_a_selection_are_dropped_on_a_collection(
    bob: Window, alice: Window, folder: str, shelf: str, stage: Stage
) -> None:
    page, hers = bob.page, alice.page
    stage.run("-m", "tests.e2e.shelf", BOB, "3", f"Late{shelf}")
    hers.goto(folder)
    alice.live()
    opened(bob, f"Late{shelf}", number=3)
    place = page.locator(".shelf__place", has_text=shelf)
    expect(place).to_be_hidden()
    for grabbed, added in ((0, 1), (2, 2)):
        if added == 2:
            tick(page, 1).click()
            tick(page, 2).click()
        tiles(page).nth(grabbed).hover()
        page.mouse.down()
        tiles(page).nth(1).hover()
        expect(place).to_be_visible()
        place.hover()
        place.hover()
        page.mouse.up()
        said = f"{added} pictures" if added > 1 else "1 picture"
        expect(page.locator("#toasts")).to_contain_text(f"{said} added to “{shelf}”.")
        expect(place).to_be_hidden()
    expect(tiles(hers)).to_have_count(9)
