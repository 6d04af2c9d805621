"""The card of a job and the tile of a picture, as each kind of viewer may see them."""

from __future__ import annotations

from datetime import date

from django.template.loader import get_template, render_to_string

from accounts.models import User
from generations.models import Generation, Picture
from generations.web import tiles
from generations.web.card_facts import card_of


def viewer_kind(user: User, owner_id: int, is_private: bool) -> str:
    """ "owner", "admin" (sees money and messages, acts on nothing) or "other"."""
    if user.pk == owner_id:
        return "owner"
    return "admin" if user.is_admin and not is_private else "other"


def card_html(
    job: Generation,
    kind: str,
    *,
    place: int | None = None,
    typical_s: float | None = None,
    asks_twice: bool = False,
    looks_again: bool = False,
) -> str:
    """`<li id="job-<uid>" class="job…" data-key=…>` as the job is now.

    place: its place in line, 1 first. typical_s: how long this model usually takes, seconds.
    asks_twice: the owner wants to retry an unknown outcome and is asked whether that is wise.
    looks_again: the answer to a click, which the stream may overtake, asks once how the job is now.
    """
    card = card_of(job, kind, place=place, typical_s=typical_s)
    context = {"card": card, "asks_twice": asks_twice, "looks_again": looks_again}
    return render_to_string("generations/_card.html", context)


def tile_html(picture: Picture, kind: str, *, is_liked: bool = False) -> str:
    """`<li id="pic-<uid>" class="tile ar-…" data-key=…>`. Reads the picture's job and owner."""
    return _items_html([tiles.tile_of(picture, kind, is_liked=is_liked)])


def heart_html(picture: Picture, *, is_liked: bool) -> str:
    """The heart on a tile."""
    context = {"uid": str(picture.uid), "is_liked": is_liked}
    return render_to_string("generations/_heart.html", context)


def day_html(day: date) -> str:
    """The heading `<li class="day" …>` of a day, and the filler that ends the day's last row."""
    return _items_html(tiles.day_items(day))


def items_html(items: list[tiles.Item]) -> str:
    """Tiles and headings in the order given."""
    return _items_html(items)


def _items_html(items: list[tiles.Item]) -> str:
    return get_template("generations/_tiles.html").render({"items": items})
