"""Chosen pictures, a stretch at a time: the ones that were named, or everything a search finds.

Permission is asked anew with every stretch. What was named and may not be seen, or is no more, is
only counted as gone: nobody learns which of the two it was.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias
from urllib.parse import parse_qsl

from django.db.models import Max

from accounts.models import User
from generations.library.search import picture_search
from generations.library.search.picture_search import COUNTED, Search
from generations.models import Bulk, Picture
from generations.models.picture import PictureQuerySet

STRETCH = 500  # pictures
MOST_NAMED = 10_000
MOST_LEFT_OUT = 1_000
PLACES = ("library", "trash")
_READ = ("uid", "owner_id", "visibility", "generation_id", "trashed_at")


class NotPossible(Exception):
    """Holds the sentence to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What one person chose. `uids` are the pictures, or with `is_all` those that were left out."""

    user: User
    place: str = "library"  # or "trash"
    is_all: bool = False
    query: str = ""  # as it stands in the address, after the ?
    uids: tuple[str, ...] = ()
    upto: int = 0  # the newest picture's id when it was chosen; what comes later is not in it
    thrown_at: datetime | None = (
        None  # of the trash, only what was moved to the trash in that moment
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of it. `past` is where the next one begins, None after the last."""

    pictures: list[Picture]
    gone: int
    past: int | None


Reading: TypeAlias = Callable[[Selection, int | None, int], Stretch]


def choose(
    user: User, *, place: str, uids: Iterable[str], is_all: bool = False, query: str = ""
) -> Selection:
    """Raises NotPossible, with what to do about it."""
    named = tuple(dict.fromkeys(filter(None, map(_uid, uids))))
    if not is_all and not named:
        raise NotPossible("Choose pictures first: tick them, or select all.")
    if len(named) > (MOST_LEFT_OUT if is_all else MOST_NAMED):
        raise NotPossible(
            f"More than {MOST_LEFT_OUT:,} pictures are left out. Narrow the search instead."
            if is_all
            else f"More than {MOST_NAMED:,} pictures are ticked. Search for them and select all."
        )
    newest = Picture.objects.aggregate(most=Max("pk"))["most"] or 0
    chosen = Selection(
        user=user,
        place=place if place in PLACES else PLACES[0],
        is_all=is_all,
        query=query[:2000],
        uids=named,
        upto=newest,
    )
    if is_all and chosen.place == "library":
        asked_of(chosen)
    return chosen


def of(bulk: Bulk) -> Selection:
    """The pictures of an act that was begun."""
    return Selection(
        user=bulk.user,
        place=bulk.place,
        is_all=bulk.is_all,
        query=bulk.query,
        uids=tuple(bulk.uids),
        upto=bulk.upto,
        thrown_at=bulk.undoes.created_at if bulk.undoes else None,
    )


def count(chosen: Selection) -> int:
    """How many were chosen, at most COUNTED + 1; what was named counts as named."""
    if not chosen.is_all:
        return len(chosen.uids)
    if chosen.place == "trash":
        found = _thrown(chosen)[: COUNTED + 1].count()
    else:
        found = picture_search.count(asked_of(chosen))
    return found if found > COUNTED else max(0, found - len(chosen.uids))


def is_more_than(chosen: Selection, most: int) -> bool:
    """Whether it holds more than `most`, where that is above COUNTED."""
    if not chosen.is_all or chosen.place == "trash":
        return count(chosen) > most
    return len(picture_search.find(asked_of(chosen), most=most + 1)) > most


def asked_of(chosen: Selection) -> Search:
    """The search whose finds were chosen. Raises NotPossible where it is not wholly understood:
    the rest of it may find far more than was meant."""
    asked = picture_search.read(chosen.user, dict(parse_qsl(chosen.query)))
    if asked.problems:
        raise NotPossible(f"Not everything was chosen, because {_lower(asked.problems[0])}")
    return replace(asked, order="newest")


def stretches(
    chosen: Selection, *, past: int | None = None, most: int = STRETCH
) -> Iterator[Stretch]:
    """From `past` on, one after another, each read when it is asked for. Raises NotPossible."""
    read: Reading = _named
    if chosen.is_all:
        read = _trashed if chosen.place == "trash" else _found(chosen)
    while True:
        stretch = read(chosen, past, most)
        yield stretch
        if stretch.past is None:
            return
        past = stretch.past


def permitted(chosen: Selection) -> PictureQuerySet:
    """Everything there that this person may see."""
    if chosen.place == "trash":
        return _thrown(chosen)
    return Picture.objects.visible_to(chosen.user)


def _named(chosen: Selection, past: int | None, most: int) -> Stretch:
    begin = past or 0
    named = chosen.uids[begin : begin + most]
    rows = list(permitted(chosen).filter(uid__in=named).only(*_READ).order_by("-pk"))
    end = begin + len(named)
    return Stretch(
        pictures=rows,
        gone=len(named) - len(rows),
        past=end if end < len(chosen.uids) else None,
    )


def _found(chosen: Selection) -> Reading:
    """The search is read once: its words mean the same to the end."""
    asked = asked_of(chosen)

    def read(chosen: Selection, past: int | None, most: int) -> Stretch:
        ids = picture_search.find(asked, most=most, past=chosen.upto + 1 if past is None else past)
        rows = permitted(chosen).filter(pk__in=ids).only(*_READ).order_by("-pk")
        return _without(chosen, list(rows), ids, most)

    return read


def _trashed(chosen: Selection, past: int | None, most: int) -> Stretch:
    rows = _thrown(chosen).filter(pk__lt=chosen.upto + 1 if past is None else past)
    found = list(rows.only(*_READ).order_by("-pk")[:most])
    return _without(chosen, found, [row.pk for row in found], most)


def _without(chosen: Selection, rows: list[Picture], ids: Sequence[int], most: int) -> Stretch:
    left_out = set(chosen.uids)
    return Stretch(
        pictures=[row for row in rows if str(row.uid) not in left_out],
        gone=0,
        past=ids[-1] if len(ids) == most else None,
    )


def _thrown(chosen: Selection) -> PictureQuerySet:
    if chosen.thrown_at:
        return Picture.objects.trashed_at_once(chosen.user, chosen.thrown_at)
    return Picture.objects.in_trash_of(chosen.user)


def is_uid(text: str) -> bool:
    """Whether it is written as we write them."""
    return _uid(text) == text


def _uid(text: str) -> str:
    try:
        return str(uuid.UUID(text.strip()))
    except ValueError:
        return ""


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
