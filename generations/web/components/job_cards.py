"""The card of a job and the tile of a picture, as each kind of viewer may see them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.template.loader import get_template, render_to_string
from django.utils.html import strip_spaces_between_tags

from accounts.models import User
from generations.models import Generation, Picture
from generations.web.components import tiles
from generations.web.components.job_card_contents import card_of
from generations.web.components.picture_rows import seen
from generations.web.components.waiting_times import NO_WAIT, Wait

DRAWN = 2_000  # tiles that are kept, 3 kB each


def viewer_kind(user: User, owner_id: int, is_private: bool) -> str:
    """ "owner", "admin" (sees money and messages, acts on nothing) or "other"."""
    if user.pk == owner_id:
        return "owner"
    return "admin" if user.is_admin and not is_private else "other"


def card_html(
    job: Generation,
    kind: str,
    *,
    wait: Wait = NO_WAIT,
    asks_twice: bool = False,
    prefix: str = "",
    looks_again: bool = False,
) -> str:
    """`<li id="job-<uid>" class="job…" data-key=…>` as the job is now.

    wait: what it waits for (waits.waits_of).
    asks_twice: the owner wants to retry an unknown outcome and is asked whether that is wise.
    looks_again: the answer to a click, which the stream may overtake, asks once how the job is now.
    prefix: of the ids, where the same job may stand on the page twice.
    """
    card = card_of(job, kind, wait)
    context = {"card": card, "asks_twice": asks_twice, "looks_again": looks_again, "prefix": prefix}
    return render_to_string("generations/components/_job_card.html", context)


def tile_html(picture: Picture, kind: str, *, is_liked: bool = False) -> str:
    """`<li id="pic-<uid>" class="tile ar-…" data-key=…>`. Reads the picture's job and owner."""
    day, is_mine = tiles.day_of(picture), kind == "owner"
    return _drawn(tiles.Tile(picture=seen(picture), day=day, is_mine=is_mine, is_liked=is_liked))


def heart_html(picture: Picture, *, is_liked: bool) -> str:
    """The heart on a tile."""
    context = {"uid": str(picture.uid), "is_liked": is_liked}
    return render_to_string("generations/components/_favourite_button.html", context)


def nowhere_html(job: Generation) -> str:
    """A toast: the pictures are in the library, not in the collection that went meanwhile."""
    said = (
        f"“{job.collection_name}” is gone or closed to you. The picture is kept in the library."
        " What it cost is unchanged."
    )
    return render_to_string("generations/components/_toast.html", {"said": said})


def day_html(day: date) -> str:
    """The heading `<li class="day" …>` of a day, and the filler that ends the day's last row."""
    return items_html(tiles.day_items(day))


def items_html(items: list[tiles.Item]) -> str:
    """Tiles and headings in the order given."""
    return "".join(map(_drawn, items))


@lru_cache(DRAWN)
def _drawn(item: tiles.Item) -> str:
    """One of them. A tile says the same to everybody for whom its values are the same, and the
    gallery's first pages are drawn for the whole team again and again."""
    html = get_template("generations/components/_tile.html").render({"item": item})
    return strip_spaces_between_tags(html.strip())
