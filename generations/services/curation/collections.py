"""Collections: made, filled, shared, taken apart. Pictures stay whatever happens to a collection."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from accounts.models import User
from generations.library.index import index_updates
from generations.models import Collection, CollectionItem, Generation, Picture, Visibility
from generations.stored import event_log

LONGEST_NAME = 100  # letters
LONGEST_TEXT = 1000
GAP = 10**6  # between the places of pictures that come together; 20 others fit between any two


class NotPossible(Exception):
    """Holds the sentence to show."""


def create(user: User, *, name: str, visibility: str) -> Collection:
    """A new empty one. Raises NotPossible."""
    if not user.may_spend:
        raise NotPossible("Viewers look at collections; they do not make any.")
    with transaction.atomic():
        made = Collection.objects.create(
            owner=user, name=_name(name), visibility=_visibility(visibility)
        )
        _tell(made)
    return made


def change(
    user: User, collection: Collection, *, name: str, description: str, visibility: str, order: str
) -> None:
    """Raises NotPossible, having changed nothing."""
    _require_run(user, collection)
    was_private = collection.is_private
    collection.name = _name(name)
    collection.description = description.strip()[:LONGEST_TEXT]
    if collection.owner_id == user.pk:
        collection.visibility = _visibility(visibility)
    if order in Collection.Order.values:
        collection.order = order
    with transaction.atomic():
        collection.save(update_fields=["name", "description", "visibility", "order"])
        _tell(collection, was_private=was_private)


def remove(user: User, collection: Collection) -> None:
    """Takes the collection apart; its pictures stay in the library."""
    _require_run(user, collection)
    with transaction.atomic():
        pictures = list(collection.items.values_list("picture", flat=True))
        _tell(collection)
        collection.delete()
        index_updates.refresh_marks(pictures)


def set_cover(user: User, collection: Collection, picture: Picture) -> None:
    """Raises NotPossible where the picture is not in it."""
    _require_run(user, collection)
    if not collection.items.filter(picture=picture).exists():
        raise NotPossible("Only a picture of the collection can be its cover.")
    with transaction.atomic():
        Collection.objects.filter(pk=collection.pk).update(cover=picture)
        _tell(collection)


def add(user: User, collection: Collection, picture: Picture) -> bool:
    """False if it was there already. Raises NotPossible, also when the collection just went."""
    _require_open(user, collection)
    try:
        with transaction.atomic():
            _, is_new = CollectionItem.objects.get_or_create(
                collection=collection, picture=picture, defaults={"by": user}
            )
            if is_new:
                _changed(picture, user)
    except IntegrityError as error:
        raise NotPossible("That collection was removed a moment ago.") from error
    return is_new


def take_out(user: User, collection: Collection, picture: Picture) -> bool:
    """False if it was not in there."""
    _require_open(user, collection)
    with transaction.atomic():
        gone, _ = CollectionItem.objects.filter(collection=collection, picture=picture).delete()
        if gone:
            Collection.objects.filter(pk=collection.pk, cover=picture).update(cover=None)
            _changed(picture, user)
    return bool(gone)


def arrive(job: Generation, picture_ids: Sequence[int]) -> bool:
    """Puts a job's new pictures where it was asked to; the caller writes the index.

    False where that cannot be any more: the collection is gone, or was made private.
    """
    if not job.collection_name and job.collection_id is None:
        return True
    held = Collection.objects.select_for_update()  # nobody removes it until we are done
    collection = held.filter(pk=job.collection_id).first() if job.collection_id else None
    if collection is None or not collection.takes_from(job.requester):
        return False
    put(collection, picture_ids, by=job.requester)
    return True


def put(collection: Collection, picture_ids: Sequence[int], *, by: User) -> None:
    """Writes pictures that are not in it yet, to its end; the caller asked and writes the index."""
    end = time.time_ns()
    CollectionItem.objects.bulk_create(
        (
            CollectionItem(collection=collection, picture_id=pk, by=by, place=end + number * GAP)
            for number, pk in enumerate(picture_ids)
        ),
        ignore_conflicts=True,  # a colleague may add the same one in the same moment
    )


def _tell(collection: Collection, *, was_private: bool = True) -> None:
    """Open windows that list collections read theirs again."""
    hidden = collection.is_private and was_private
    event_log.record_shared("folder", actor_id=collection.owner_id, is_private=hidden)


def _changed(picture: Picture, user: User) -> None:
    index_updates.refresh_marks([picture.pk])
    event_log.record_picture(picture, "collected", actor_id=user.pk)


def _require_run(user: User, collection: Collection) -> None:
    if not collection.is_run_by(user):
        raise NotPossible("Only its owner or an admin changes a collection.")


def _require_open(user: User, collection: Collection) -> None:
    if not collection.takes_from(user):
        raise NotPossible("You cannot put pictures into this collection.")


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise NotPossible("Give the collection a name.")
    if len(name) > LONGEST_NAME:
        raise NotPossible(f"A name has at most {LONGEST_NAME} letters.")
    return name


def _visibility(word: str) -> str:
    return word if word in Visibility.values else Visibility.TEAM
