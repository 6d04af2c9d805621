"""A picture among its neighbours: the film strip, its place in the list, and the way back there."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from generations.library import search
from generations.library.search import Search
from generations.models import Collection, Picture
from generations.web import tiles
from generations.web.picture_facts import small_src, stage_src

AROUND = 6  # pictures of the film on either side


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One picture of the film."""

    pk: int
    uid: str
    url: str  # its page, with the list it stands in
    thumb: str
    src: str  # for the stage
    width: int  # pixels
    height: int  # pixels
    alt: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewed:
    """What the stage shows around one picture."""

    film: tuple[Frame, ...]
    before: str  # address of the picture before this one in its list; empty at the beginning
    after: str
    place: str  # 12 / 1,284
    back: str  # address of the list, at this picture
    back_label: str


def viewed(shown: Picture, asked: Search, query: str) -> Viewed:
    """The list is read twice from the picture's place on, however long it is.

    query: the search and how its list is shown, as they stand in an address.
    """
    before = search.find(asked, most=AROUND, past=shown.pk, backwards=True)[::-1]
    after = search.find(asked, most=AROUND, past=shown.pk)
    rows = tiles.pictures_of(asked.user, [*before, shown.pk, *after])
    film = tuple(_frame(row, query, here=shown) for row in rows)
    at = next(number for number, frame in enumerate(film) if frame.is_here)
    back, label = _back(asked, query, shown)
    return Viewed(
        film=film,
        before=film[at - 1].url if at else "",
        after=film[at + 1].url if at + 1 < len(film) else "",
        place=_place(asked, shown),
        back=back,
        back_label=label,
    )


def _frame(row: Picture, query: str, *, here: Picture) -> Frame:
    page = reverse("picture", args=[row.uid])
    return Frame(
        pk=row.pk,
        uid=str(row.uid),
        url=f"{page}?{query}" if query else page,
        thumb=small_src(row),
        src=stage_src(row),
        width=row.width,
        height=row.height,
        alt=row.generation.prompt or "Picture without a prompt",
        is_here=row.pk == here.pk,
    )


def _place(asked: Search, shown: Picture) -> str:
    """Which one it is of how many; nothing where it stands too deep to be counted."""
    whole, newer = search.count(asked), search.count(asked, past=shown.pk)
    if newer > search.COUNTED or (asked.order == "oldest" and whole > search.COUNTED):
        return ""
    number = newer + 1 if asked.order == "newest" else whole - newer
    said = f"{whole:,}" if whole <= search.COUNTED else f"{search.COUNTED:,}+"
    return f"{number:,} / {said}" if 0 < number <= whole else ""


def _back(asked: Search, query: str, shown: Picture) -> tuple[str, str]:
    """The address of the list that holds the picture, and its name."""
    told = QueryDict(query, mutable=True)
    told["near"] = str(shown.uid)
    collection = _collection(asked.user, asked.fields.get("collection", ""))
    place, label = reverse("workspace"), "Workspace"
    if collection:
        place, label = reverse("collection", args=[collection.uid]), collection.name
        told.pop("collection")
        told["order"] = asked.order
    return f"{place}?{told.urlencode()}#pic-{shown.uid}", label


def _collection(user: User, uid: str) -> Collection | None:
    if not uid:
        return None
    rows = Collection.objects.visible_to(user)
    return next((row for row in rows if str(row.uid) == uid), None)
