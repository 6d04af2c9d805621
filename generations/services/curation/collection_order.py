"""A collection's own order: pictures get places with wide gaps, so that few rows are ever written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from generations.library.search import picture_search
from generations.models import Collection, CollectionItem, Picture
from generations.services.curation.collections import GAP, NotPossible
from generations.stored import event_log

Rows: TypeAlias = "QuerySet[CollectionItem]"
MOST = 500  # pictures moved at once
AROUND = 64  # rows that are moved apart first where no room is left


def move_before(
    user: User, collection: Collection, pictures: Sequence[Picture], before: Picture | None
) -> int:
    """Puts them, in their present order, in front of another (None: at the end).

    Returns how many moved. Raises NotPossible.
    """
    _require(user, collection, pictures)
    with transaction.atomic():
        items = list(collection.items.filter(picture__in=pictures).order_by("place", "pk"))
        rest = collection.items.exclude(pk__in=[item.pk for item in items])
        mark = rest.filter(picture=before).first() if before else None
        if before and mark is None:
            raise NotPossible("The picture beside it has left the collection meanwhile.")
        for item, place in zip(items, _room(rest, mark, len(items)), strict=True):
            CollectionItem.objects.filter(pk=item.pk).update(place=place)
        if items:
            event_log.record("many own" if collection.is_private else "many", actor_id=user.pk)
    return len(items)


def move_after(
    user: User, collection: Collection, pictures: Sequence[Picture], after: Picture
) -> int:
    """The same, behind a picture as this person sees the list."""
    _require(user, collection, pictures)
    chosen = {picture.pk for picture in pictures}
    behind = picture_search.find(_order(user, collection), most=len(chosen) + 1, past=after.pk)
    before = next((pk for pk in behind if pk not in chosen), None)
    target = Picture.objects.filter(pk=before).first() if before else None
    return move_before(user, collection, pictures, target)


def step(user: User, collection: Collection, pictures: Sequence[Picture], *, earlier: bool) -> int:
    """Moves them past the one neighbour that this person sees. Returns how many moved."""
    _require(user, collection, pictures)
    items = collection.items.filter(picture__in=pictures).order_by("place", "pk")
    moved = list(items.values_list("picture", flat=True))
    if not moved:
        return 0
    edge = moved[0] if earlier else moved[-1]
    beside = picture_search.find(_order(user, collection), most=1, past=edge, backwards=earlier)
    if not beside:
        return 0
    neighbour = Picture.objects.get(pk=beside[0])
    move = move_before if earlier else move_after
    return move(user, collection, pictures, neighbour)


def _order(user: User, collection: Collection) -> picture_search.Search:
    return picture_search.read(user, {"collection": str(collection.uid), "order": "hand"})


def _require(user: User, collection: Collection, pictures: Sequence[Picture]) -> None:
    if not collection.takes_from(user):
        raise NotPossible("You cannot arrange the pictures of this collection.")
    if len(pictures) > MOST:
        raise NotPossible(f"At most {MOST} pictures are moved at once.")


def _room(rest: Rows, mark: CollectionItem | None, count: int) -> list[int]:
    """So many places in front of `mark`, behind whatever stands before it."""
    if mark is None:
        last = rest.order_by("place").last()
        begin = last.place if last else 0
        return [begin + GAP * (number + 1) for number in range(count)]
    earlier = rest.filter(place__lt=mark.place).order_by("place").last()
    low = earlier.place if earlier else mark.place - GAP * (count + 1)
    if mark.place - low <= count:
        _spread(rest, mark, low, count)
        mark.refresh_from_db(fields=["place"])
    apart = (mark.place - low) // (count + 1)
    return [low + apart * (number + 1) for number in range(count)]


def _spread(rest: Rows, mark: CollectionItem, low: int, count: int) -> None:
    """Moves `mark` and its followers apart: no more of them than it takes to make room."""
    taken = AROUND
    while True:
        rows = list(rest.filter(place__gte=mark.place).order_by("place", "pk")[: taken + 1])
        is_whole = len(rows) <= taken
        high = low + GAP * (len(rows) + 2) if is_whole else rows.pop().place
        apart = (high - low) // (len(rows) + 2)
        if apart > count:
            break
        taken *= 2
    for number, row in enumerate(rows):
        row.place = low + apart * (number + 1)
    CollectionItem.objects.bulk_update(rows, ["place"], batch_size=200)
