"""A picture among its neighbours: the film strip, its place in the list, and the way back there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from generations.library.search import picture_search
from generations.library.search.picture_search import Search
from generations.models import Collection, Picture
from generations.web.components.picture_rows import PictureRow, pictures_of
from generations.web.viewer.picture_details import small_src, stage_src

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
    """The list is read once as far as it is counted, which mostly holds the neighbours as well.

    query: the search and how its list is shown, as they stand in an address.
    """
    known = picture_search.find(asked, most=picture_search.COUNTED + 1)
    at = known.index(shown.pk) if shown.pk in known else None
    rows = pictures_of(asked.user, _around(asked, shown.pk, known, at))
    film = tuple(_frame(row, query, here=shown) for row in rows)
    here = next(number for number, frame in enumerate(film) if frame.is_here)
    back, label = _back(asked, query, shown)
    return Viewed(
        film=film,
        before=film[here - 1].url if here else "",
        after=film[here + 1].url if here + 1 < len(film) else "",
        place=_place(at, len(known)),
        back=back,
        back_label=label,
    )


def _around(asked: Search, pk: int, known: Sequence[int], at: int | None) -> list[int]:
    """The picture and its neighbours, in the list's order."""
    is_whole = len(known) <= picture_search.COUNTED
    if at is not None and (is_whole or at + AROUND < len(known)):
        return list(known[max(0, at - AROUND) : at + AROUND + 1])
    before = picture_search.find(asked, most=AROUND, past=pk, backwards=True)[::-1]
    return [*before, pk, *picture_search.find(asked, most=AROUND, past=pk)]


def _frame(row: PictureRow, query: str, *, here: Picture) -> Frame:
    page = reverse("picture", args=[row.uid])
    return Frame(
        pk=row.pk,
        uid=str(row.uid),
        url=f"{page}?{query}" if query else page,
        thumb=small_src(row),
        src=stage_src(row),
        width=row.width,
        height=row.height,
        alt=row.prompt or "Picture without a prompt",
        is_here=row.pk == here.pk,
    )


def _place(at: int | None, count: int) -> str:
    """Which one it is of how many; nothing where it stands too deep to be counted."""
    if at is None or at >= picture_search.COUNTED:
        return ""
    said = f"{count:,}" if count <= picture_search.COUNTED else f"{picture_search.COUNTED:,}+"
    return f"{at + 1:,} / {said}"


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
