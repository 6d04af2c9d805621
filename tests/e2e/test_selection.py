"""Choosing pictures and acting on all of them: with the mouse, without one, and by thumb."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import ViewportSize, expect

from tests.e2e import audit
from tests.e2e.conftest import ALICE, BOB, Opener
from tests.e2e.product_and_simulator import Stage
from tests.e2e.selecting import bar, collect_three, opened, tick, ticked, tiles
from tests.e2e.test_keyboard import tab_to
from tests.e2e.window import DESKTOP, PHONE, Window

# widths at which something else is where one would tick the first tile
COVERED = """() => {
    const tile = document.querySelector("[data-gallery] > .tile"), pick = tile.querySelector(".tile__pick");
    const widths = [...Array(130).keys()].map((n) => 44 + 2 * n);
    return widths.filter((width) => {
        tile.style.flex = `0 0 ${width}px`;
        const box = pick.getBoundingClientRect();
        const from = [2, box.width / 2, box.width - 2], middle = box.top + box.height / 2;
        const hit = from.map((left) => document.elementFromPoint(box.left + left, middle));
        return !hit.every((one) => pick.contains(one));
    });
}"""
# the list of the trash is asked for, and is another one when the answer comes
READ_ANEW = """html => {
    htmx.ajax("GET", "/trash/", { target: "#bin", select: "#bin", swap: "outerMorph" });
    document.getElementById("bin").outerHTML = html;
}"""


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
    add = dialog.get_by_role("button", name="Add")
    expect(add).to_be_visible()
    is_nothing_chosen = not dialog.locator("select").count()
    add.click()
    if is_nothing_chosen:
        expect(dialog.get_by_role("alert")).to_contain_text("Choose a collection")
    else:
        expect(page.locator("#toasts")).to_contain_text("3 pictures added to")
    page.goto("/?q=" + shelf)
    collect_three(page, f"About {shelf}")
    alice.page.goto("/collections/")
    alice.page.get_by_role("link", name=f"About {shelf}").click()
    expect(tiles(alice.page)).to_have_count(3)
    alice.live()
    page.goto(alice.page.url)
    tick(page, 0).click()
    bar(page).locator("summary").click()
    assert audit.faults(page, only="desktop") == []
    bar(page).get_by_role("button", name="Remove from this collection").click()
    expect(tiles(alice.page)).to_have_count(2)
    expect(tiles(page)).to_have_count(2)


def test_the_trash_and_its_undo_reach_every_open_window(
    bob: Window, alice: Window, shelf: str
) -> None:
    page, hers = opened(bob, shelf), opened(alice, shelf)
    alice.allowed.add(404)  # a thumbnail that was on its way to her
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


def test_what_a_colleague_trashes_leaves_the_selection_with_a_word(
    bob: Window, alice: Window, shelf: str
) -> None:
    page, hers = opened(bob, shelf), opened(alice, shelf)
    alice.allowed.add(404)  # a thumbnail that was on its way to her
    tick(hers, 1).click()
    tick(hers, 2).click()
    tiles(page).nth(1).hover()
    tiles(page).nth(1).get_by_label("Delete").click()
    expect(tiles(hers)).to_have_count(5)
    expect(bar(hers)).to_contain_text("1 selected")
    expect(bar(hers).locator("[data-bulk-said]")).to_have_text(", 1 were removed meanwhile")
    assert ticked(hers) == [1]


def test_ticks_survive_what_changes_around_them(bob: Window, alice: Window, shelf: str) -> None:
    page, hers = opened(bob, shelf), opened(alice, shelf)
    alice.allowed.add(404)  # a thumbnail that was on its way to her
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


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "thumb"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_lies_on_the_tick_of_a_tile_however_narrow(
    open_window: Opener, shelf: str, viewport: ViewportSize, touch: bool
) -> None:
    window = open_window(BOB, viewport=viewport, has_touch=touch, is_mobile=touch)
    page = opened(window, shelf)
    tiles(page).first.hover()
    assert page.evaluate(COVERED) == []


def test_an_answer_whose_place_is_gone_is_let_go(bob: Window) -> None:
    page = bob.page
    page.goto("/trash/")
    with page.expect_response("**/trash/") as told:
        page.evaluate(READ_ANEW, "<div id=bin>Drawn anew meanwhile</div>")
    told.value.finished()
    page.wait_for_timeout(300)
    expect(page.locator("#bin")).to_have_text("Drawn anew meanwhile")


def test_a_full_trash_fits_a_narrow_phone(bob: Window, stage: Stage) -> None:
    stage.fill("few_pictures", BOB, "40", "Wnarrow")
    page = opened(bob, "Wnarrow", number=40)
    tick(page, 0).click()
    page.get_by_label("Select all").check()
    bar(page).get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Move to the trash").click()
    expect(page.locator("#toasts")).to_contain_text("40 pictures moved to the trash.")
    page.goto("/trash/")
    expect(page.locator(".tile").nth(39)).to_be_attached()
    assert audit.faults(page, only="phone") == []


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


def test_a_large_one_runs_in_the_worker_and_says_how_far_it_is(
    bob: Window, open_window: Opener, stage: Stage
) -> None:
    stage.fill("many_pictures", BOB, "1100", "Wmany")
    page = opened(bob, "Wmany", number=60)
    tick(page, 0).click()
    page.get_by_label("Select all 1,100").check()
    expect(bar(page)).to_contain_text("1,100 selected")
    bar(page).locator("summary").click()
    bar(page).get_by_role("button", name="Make private").click()
    expect(page.locator("#toasts")).to_contain_text("1,100 pictures made private.", timeout=60_000)
    expect(tiles(open_window(ALICE, at="/?q=Wmany").page)).to_have_count(0)
    bar(page).get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1,100 pictures go to the trash")
    dialog.get_by_role("button", name="Move to the trash").click()
    toasts = page.locator("#toasts")
    expect(toasts).to_contain_text("1,100 pictures moved to the trash.", timeout=60_000)
    expect(tiles(page)).to_have_count(0)
    toasts.get_by_role("button", name="Undo").click()
    expect(toasts).to_contain_text("1,100 pictures restored.", timeout=60_000)
    expect(tiles(page)).to_have_count(60)
