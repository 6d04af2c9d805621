"""Deleting for ever: only from the trash, rows first and then files nobody else needs.

The job's row and its cost stay for the books; how many of its pictures went is counted there.
"""

from __future__ import annotations

import functools
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from generations import queue
from generations.models import Generation, Picture, Tag
from generations.services.insight.daily_counts import SLACK
from generations.stored import event_log, file_references, original_files

BATCH = 200  # pictures a transaction
PATIENCE_S = 2.0  # what a page waits for; the worker does the rest
FRESH_S = 900.0  # a file kept so lately may be wanted by a job that is just being saved


def delete_for_ever(user: User, picture: Picture) -> bool:
    """A picture of one's own, out of the trash. False if it is not in there any more."""
    return bool(_erase(Picture.objects.in_trash_of(user).filter(pk=picture.pk)))


def empty(user: User, *, until: datetime | None = None) -> None:
    """Everything of one's own that was in the trash at that moment; a long list ends in the worker."""
    moment = until or timezone.now()
    began = time.monotonic()
    while _erase(_first(Picture.objects.in_trash_of(user).filter(trashed_at__lte=moment))):
        if until is None and time.monotonic() - began > PATIENCE_S:
            return queue.empty_trash(user.pk, moment)


def empty_old() -> int:
    """What has been in there too long, whoever's. Broken off, the next night goes on."""
    if not settings.TRASH_DAYS:
        return 0
    limit = timezone.now() - timedelta(days=settings.TRASH_DAYS)
    gone = 0
    while erased := _erase(_first(Picture.objects.filter(trashed_at__lt=limit))):
        gone += erased
    return gone


def _first(rows: object) -> object:
    pks = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])  # type: ignore[attr-defined]
    return Picture.objects.filter(pk__in=pks, trashed_at__isnull=False)


def _erase(rows: object) -> int:
    """These rows, as far as they are still in the trash, and the files that none needs then."""
    with transaction.atomic():
        gone = list(rows.select_for_update().order_by("pk"))  # type: ignore[attr-defined]
        if not gone:
            return 0
        _count_in_jobs(gone)
        tags = set(Tag.objects.filter(uses__picture__in=gone).values_list("pk", flat=True))
        Picture.objects.filter(pk__in=[picture.pk for picture in gone]).delete()
        Tag.objects.filter(pk__in=tags, uses=None).delete()
        for owner in {picture.owner_id for picture in gone}:
            event_log.record("erased", actor_id=owner)
        paths = {picture.sha256: picture.path for picture in gone}
        transaction.on_commit(lambda: _drop(paths.items()))
    return len(gone)


def _count_in_jobs(gone: Sequence[Picture]) -> None:
    all_of = Counter(picture.generation_id for picture in gone)
    soon = Counter(picture.generation_id for picture in gone if _was_wasted(picture))
    for job, number in all_of.items():
        Generation.objects.filter(pk=job).update(
            erased=F("erased") + number, erased_soon=F("erased_soon") + soon[job]
        )


def _was_wasted(picture: Picture) -> bool:
    """As the tally counts it: moved to the trash within an hour."""
    return bool(picture.trashed_at and picture.trashed_at < picture.created_at + SLACK)


def _drop(kept: Iterable[tuple[str, str]]) -> None:
    """A file that two rows share stays until the last is gone; a fresh one until the next sweep."""
    for sha256, path in kept:
        needed = functools.partial(file_references.is_wanted, sha256)
        if not needed():
            original_files.take_away(path, older_than_s=FRESH_S, is_wanted=needed)
