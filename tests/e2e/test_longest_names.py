"""Names and prompts of one word, as long as they may be: no page grows wider than its window."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e import audit
from tests.e2e.conftest import ALICE, Opener
from tests.e2e.product_and_simulator import Stage
from tests.e2e.window import DESKTOP

EMAIL = "endless@example.org"
HERS = ("/", "/?is=failed", "/collections/", "/prompts/", "/trash/", "/profile/", "/keys/")
ADMINS = (
    "/",
    "/team/",
    "/team/usage/",
    "/team/limits/",
    "/team/storage/",
    "/collections/",
    "/prompts/",
)

# text that begins or ends outside the window, but in rows that scroll and where dots say there is more
CUT_OFF = """(width) => {
    const scrolls = ".filters, .jobs, .film, .timeline, .settings__nav, .sr";
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode, one = text.parentElement;
        if (!text.data.trim() || !one.checkVisibility() || one.closest(scrolls)) continue;
        if (width < 1440 && one.closest("table, svg")) continue;  // they scroll on a narrow screen
        if (getComputedStyle(one).textOverflow === "ellipsis") continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const box = range.getBoundingClientRect();
        if (box.width && (box.left < -1 || box.right > width + 1)) {
            found.push(`${one.localName}.${one.className} ${text.data.trim().slice(0, 20)}`);
        }
    }
    return found;
}"""


def faults(page: Page, addresses: tuple[str, ...]) -> list[str]:
    found = []
    for address in addresses:
        page.goto(address)
        page.evaluate(
            "for (const folded of document.querySelectorAll('details')) folded.open = true"
        )
        for width in (DESKTOP["width"], 768, 390, 320):
            told = audit.sideways(page, (width,))
            page.set_viewport_size({"width": width, "height": DESKTOP["height"]})
            told += page.evaluate(CUT_OFF, width)
            found += [f"{address} at {width}: {fault}" for fault in told]
    return found


def test_words_without_end_widen_no_page(open_window: Opener, stage: Stage) -> None:
    stage.add_person(EMAIL, "member")
    shown = tuple(stage.fill("longest_names", EMAIL).split())
    window = open_window(None, at="/sign-in/")
    window.sign_in(EMAIL)
    assert faults(window.page, HERS + shown) == []
    admin = open_window(ALICE)
    assert faults(admin.page, ADMINS + shown) == []
