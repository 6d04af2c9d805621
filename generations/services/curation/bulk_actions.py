"""What can be done with many pictures at once: one entry of the table is one act on a stretch.

Each obeys the rules of its single sister (mark, collect, curate) and says which pictures it left
alone, and why. The caller owns the transaction, and has asked who may see the pictures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from generations.library.index import index_updates
from generations.models import (
    Bulk,
    Collection,
    CollectionItem,
    Favourite,
    Generation,
    Picture,
    PictureTag,
    Visibility,
)
from generations.services.curation import (
    collections,
    favourites_ratings_tags,
    share_hide_trash,
)
from generations.services.curation.selection import NotPossible

ALREADY, NOT_YOURS, FULL, GONE = "already", "not_yours", "full", "gone"  # why one is left alone


@dataclass(slots=True, kw_only=True)
class Outcome:
    changed: Sequence[int] = ()  # ids
    departed: Sequence[int] = ()  # of the team's that went to the trash, or that others see no more
    departed_own: Sequence[int] = ()  # of private ones
    skipped: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    do: Callable[[Bulk, list[Picture]], Outcome]
    place: str = "library"  # where the pictures are
    viewers_may: bool = False
    needs: str = ""  # "collection" or "word"


def _favourite(bulk: Bulk, pictures: list[Picture]) -> Outcome:
    loved = _marked(Favourite.objects.filter(user=bulk.user), pictures)
    new = [picture.pk for picture in pictures if picture.pk not in loved]
    Favourite.objects.bulk_create(
        (Favourite(user=bulk.user, picture_id=pk) for pk in new), ignore_conflicts=True
    )
    return _outcome(pictures, new)


def _unfavourite(bulk: Bulk, pictures: list[Picture]) -> Outcome:
    hearts = Favourite.objects.filter(user=bulk.user)
    return _deleted(hearts, pictures)


def _tag(bulk: Bulk, pictures: list[Picture]) -> Outcome:
    word = favourites_ratings_tags.word(bulk.user, bulk.word)
    tagged = _marked(PictureTag.objects.filter(tag=word), pictures)
    counts = PictureTag.objects.filter(picture__in=pictures).values_list("picture")
    full = {
        pk for pk, tags in counts.annotate(Count("pk")) if tags >= favourites_ratings_tags.MOST_TAGS
    }
    new = [pic.pk for pic in pictures if pic.pk not in tagged and pic.pk not in full]
    PictureTag.objects.bulk_create(
        (PictureTag(tag=word, picture_id=pk, by=bulk.user) for pk in new), ignore_conflicts=True
    )
    favourites_ratings_tags.forget_unused(word.pk)
    outcome = _outcome(pictures, new)
    outcome.skipped[FULL] = len(full - tagged)
    outcome.skipped[ALREADY] -= outcome.skipped[FULL]
    return outcome


def _untag(bulk: Bulk, pictures: list[Picture]) -> Outcome:
    word = favourites_ratings_tags.known_word(bulk.user, bulk.word)
    if word is None:
        return _outcome(pictures, ())
    outcome = _deleted(PictureTag.objects.filter(tag=word), pictures)
    favourites_ratings_tags.forget_unused(word.pk)
    return outcome


def _collect(bulk: Bulk, pictures: list[Picture]) -> Outcome:
    folder = _folder(bulk)
    held = _marked(folder.items.all(), pictures)
    new = [picture.pk for picture in pictures if picture.pk not in held]
    collections.put(folder, new, by=bulk.user)
    return _outcome(pictures, new)


def _uncollect(bulk: Bulk, pictures: list[Picture]) -> Outcome:
    folder = _folder(bulk)
    Collection.objects.filter(pk=folder.pk, cover__in=pictures).update(cover=None)
    return _deleted(CollectionItem.objects.filter(collection=folder), pictures)


def _share(bulk: Bulk, pictures: list[Picture]) -> Outcome:
    return _set_visibility(bulk, pictures, Visibility.TEAM)


def _hide(bulk: Bulk, pictures: list[Picture]) -> Outcome:
    return _set_visibility(bulk, pictures, Visibility.PRIVATE)


def _set_visibility(bulk: Bulk, pictures: list[Picture], visibility: str) -> Outcome:
    """Of own jobs only, and of the whole job: the pictures of one request are seen together."""
    own = [picture for picture in pictures if picture.owner_id == bulk.user_id]
    jobs = Generation.objects.owned_by(bulk.user).filter(
        pk__in={picture.generation_id for picture in own}
    )
    moved = set(jobs.exclude(visibility=visibility).values_list("pk", flat=True))
    jobs.filter(pk__in=moved).update(visibility=visibility)
    of_jobs = Picture.objects.filter(generation__in=moved)
    shown = list(of_jobs.filter(trashed_at=None).values_list("pk", flat=True))
    of_jobs.update(visibility=visibility)
    index_updates.refresh(shown)
    new = [picture.pk for picture in own if picture.generation_id in moved]
    return Outcome(
        changed=new,
        departed=shown if visibility == Visibility.PRIVATE else (),
        skipped=Counter({NOT_YOURS: len(pictures) - len(own), ALREADY: len(own) - len(new)}),
    )


def _trash(bulk: Bulk, pictures: list[Picture]) -> Outcome:
    """All at the same moment, so that one question brings them back."""
    return _set_trashed(bulk, pictures, into=True)


def _restore(bulk: Bulk, pictures: list[Picture]) -> Outcome:
    return _set_trashed(bulk, pictures, into=False)


def _set_trashed(bulk: Bulk, pictures: list[Picture], *, into: bool) -> Outcome:
    may = [picture for picture in pictures if share_hide_trash.may_change(bulk.user, picture)]
    ids = [picture.pk for picture in may]
    shared = [picture.pk for picture in may if picture.visibility == Visibility.TEAM]
    rows = Picture.objects.filter(pk__in=ids, trashed_at__isnull=into)
    rows.update(trashed_at=bulk.created_at if into else None)
    index_updates.refresh(ids)
    return Outcome(
        changed=ids,
        departed=shared if into else (),
        departed_own=sorted(set(ids) - set(shared)) if into else (),
        skipped=Counter({NOT_YOURS: len(pictures) - len(may)}),
    )


ACTS = {
    "favourite": Act(do=_favourite, viewers_may=True),
    "unfavourite": Act(do=_unfavourite, viewers_may=True),
    "tag": Act(do=_tag, needs="word"),
    "untag": Act(do=_untag, needs="word"),
    "collect": Act(do=_collect, needs="collection"),
    "uncollect": Act(do=_uncollect, needs="collection"),
    "share": Act(do=_share, viewers_may=True),
    "hide": Act(do=_hide, viewers_may=True),
    "trash": Act(do=_trash, viewers_may=True),
    "restore": Act(do=_restore, place="trash", viewers_may=True),
}


def _folder(bulk: Bulk) -> Collection:
    """Asked anew for every stretch: it may have been removed, or shut."""
    held = Collection.objects.filter(pk=bulk.collection_id or 0).first()
    if held is None or not Collection.objects.visible_to(bulk.user).filter(pk=held.pk).exists():
        raise NotPossible("That collection was removed a moment ago.")
    if not held.takes_from(bulk.user):
        raise NotPossible("You cannot put pictures into this collection.")
    return held


def _marked(rows: Any, pictures: list[Picture]) -> set[int]:
    return set(rows.filter(picture__in=pictures).values_list("picture", flat=True))


def _deleted(rows: Any, pictures: list[Picture]) -> Outcome:
    had = _marked(rows, pictures)
    rows.filter(picture__in=had).delete()
    return _outcome(pictures, sorted(had))


def _outcome(pictures: list[Picture], changed: Sequence[int]) -> Outcome:
    index_updates.refresh_marks(changed)
    skipped = Counter({ALREADY: len(pictures) - len(changed)})
    return Outcome(changed=changed, skipped=skipped)
