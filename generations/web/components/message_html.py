"""The HTML of one unnamed message of the live stream: cards, tiles, departures, the counter."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.conf import settings
from django.utils.html import escape

from generations.models import Picture
from generations.web.components.durations import counted

SORTED = "upsert key:data-key sort:desc"
_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def assemble(
    *,
    cards: list[str],
    tiles: list[str],
    days: list[str],
    gone_ids: list[str],
    running: int,
    live: str = "",
    hearts: Mapping[str, str] | None = None,
    news: str = "",
    is_found_anew: bool = False,
    looks_in_ms: int = 0,
) -> str:
    """Cards go to the strip and tiles with their days to the gallery, each to its place.

    gone_ids: ids of elements that leave the page. live: what a screen reader is told, if anything.
    hearts: by id, drawn anew where they are. is_found_anew: a window that shows a search, or is
    scrolled down, asks how many pictures it does not show yet; the others have no `#arrived`.
    looks_in_ms: so much has changed that each window looks again, then, at what it shows.
    news: for pages that are no list of pictures.
    """
    parts = [
        partial("#jobs", SORTED, "".join(cards)) if cards else "",
        partial("#gallery", SORTED, "".join([*days, *tiles])) if tiles or days else "",
        *[partial(f"#{gone}", "delete") for gone in gone_ids if _ID.fullmatch(gone)],
        *[partial(f"#{place}", "outerHTML", html) for place, html in (hearts or {}).items()],
        news,
        ask_new(looks_in_ms or 300) if is_found_anew or looks_in_ms else "",
        look_again(looks_in_ms) if looks_in_ms else "",
        partial("#running", "innerHTML", running_html(running)),
        partial("#live", "innerHTML", escape(live)) if live else "",
    ]
    return "".join(parts)


def running_html(running: int) -> str:
    """What stands in the top bar's counter."""
    if not running:
        return ""
    words = f"{running} generating"
    spoken = counted(running, "job is being made", "jobs are being made")
    return (
        f'<a class="pill" href="#jobs"><span class="lamp lamp--on"></span>'
        f'<span aria-hidden="true">{words}</span><span class="sr">{spoken}</span></a>'
    )


def reload_html() -> str:
    """Makes the page fetch its lists again, after too long a sleep to catch up."""
    ask = (
        f'<i hx-get="{settings.URL_PATH}/lists/" hx-include="#filters, #since"'
        ' hx-trigger="load" hx-swap="none"></i>'
    )
    return partial("#reload", "innerHTML", ask)


def ask_new(delay_ms: int) -> str:
    """A window that counts asks what is new, and which of what changed it should let go; again
    when one stops using a tile that waits for that (changed-older-pictures.js)."""
    ask = (
        f'<i hx-get="{settings.URL_PATH}/gallery/new/" hx-include="#filters, #since" hx-target="#newpill"'
        f' hx-swap="innerHTML swapEmpty:true" hx-trigger="load delay:{delay_ms}ms, let-go"></i>'
    )
    return partial("#arrived", "innerHTML", ask)


def look_again(delay_ms: int) -> str:
    """Makes a window look again at the pictures it shows."""
    ask = (
        f'<i hx-post="{settings.URL_PATH}/gallery/again/" hx-include="#filters, #since" hx-swap="none"'
        f' hx-trigger="load delay:{delay_ms}ms"></i>'
    )
    return partial("#many", "innerHTML", ask)


def partial(target: str, swap: str, html: str = "") -> str:
    return f'<hx-partial hx-target="{target}" hx-swap="{swap}">{html}</hx-partial>'


def touched_html(picture: Picture) -> str:
    """An older picture that a list may have to count now; hold-new-pictures.js leaves out what it shows."""
    told = f'<input type="hidden" name="touched" value="{picture.uid}">'
    return partial("#since", "beforeend", told)


def picture_html(picture: Picture) -> str:
    """The page of this picture, where it is open, asks for its marks again."""
    page = f"{settings.URL_PATH}/pictures/{picture.uid}/"
    ask = f'<i hx-get="{page}marks/" hx-trigger="load delay:200ms" hx-swap="none"></i>'
    return partial(f"#news-{picture.uid}", "innerHTML", ask)


def gone_html(picture: Picture) -> str:
    """The same page says that its picture is not there any more."""
    words = (
        '<p class="notice" role="status">This picture was moved to the trash or made private.</p>'
    )
    return partial(f"#news-{picture.uid}", "innerHTML", words)


def _again(place: str, address: str, target: str) -> str:
    """A page that has `place` reads a part of itself anew; what did not change stays untouched."""
    ask = (
        f'<i hx-get="{address}" hx-trigger="load delay:300ms" hx-target="{target}"'
        f' hx-select="{target}" hx-swap="outerMorph"></i>'
    )
    return partial(place, "innerHTML", ask)


# A picture's page, whichever it shows by now, asks for its marks: the address is relative to it.
MARKS = partial(
    ".viewer__news",
    "innerHTML",
    '<i hx-get="marks/" hx-trigger="load delay:300ms" hx-swap="none"></i>',
)
# The history of prompts asks which of those it shows may still be seen.
PROMPTS = partial(
    "#news-prompts",
    "innerHTML",
    f'<i hx-post="{settings.URL_PATH}/prompts/again/" hx-include="#history" hx-trigger="load"'
    ' hx-swap="none"></i>',
)
FOLDERS = _again("#news-folders", f"{settings.URL_PATH}/collections/", "#folders")
SEARCHES = _again("#news-searches", f"{settings.URL_PATH}/searches/list/", "#savedlist")
TRASH = _again("#news-trash", f"{settings.URL_PATH}/trash/", "#bin")
