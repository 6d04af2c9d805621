"""One act on many pictures: small ones at once, large ones in the worker, stretch by stretch.

A stretch, what is done with it and how far it has come are one transaction under a lease, and so is
the end with the last of them: an act whose worker died goes on where it was, and nothing is counted
twice.
"""

from __future__ import annotations

import logging
import os
import time
import uuid
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from generations import queue
from generations.models import Bulk, Collection
from generations.services.curation import favourites_ratings_tags, selection
from generations.services.curation.bulk_actions import ACTS, GONE, Outcome
from generations.services.curation.selection import NotPossible, Selection, Stretch
from generations.stored import event_log

log = logging.getLogger("imagehub.bulk")
AT_ONCE = 1_000  # pictures; more are left to the worker
TURN_S = 5.0  # a worker's turn: heartbeats and key checks want it too
REST_S = 0.03  # between stretches, so that others get to write
LEASE_S = 30
OPEN = (Bulk.State.WAITING, Bulk.State.RUNNING)
KEPT = timedelta(days=2)
VANISHED = "Something it needs was removed a moment ago. Look again, and repeat it."


class _Lost(Exception):
    """Somebody else has taken it over, or it was stopped."""


def start(
    chosen: Selection,
    act: str,
    *,
    collection: Collection | None = None,
    word: str = "",
    undoes: Bulk | None = None,
) -> Bulk:
    """Begins an act, and ends it too where it is small. Raises NotPossible, having done nothing."""
    wanted = ACTS.get(act)
    if wanted is None or wanted.place != chosen.place:
        raise NotPossible("This cannot be done with these pictures.")
    _require(chosen.user, act)
    if wanted.needs == "word":
        word = _tag_name(word)
    if wanted.needs == "collection" and (not collection or not collection.takes_from(chosen.user)):
        raise NotPossible("Choose a collection that you may change.")
    bulk = write(chosen, act, collection=collection, word=word, undoes=undoes)
    if bulk.total > AT_ONCE:
        queue.bulk(bulk.pk)
    else:
        advance(bulk.pk, turn_s=None)
    bulk.refresh_from_db()
    return bulk


def write(chosen: Selection, act: str, **more: object) -> Bulk:
    """The row alone."""
    return Bulk.objects.create(
        user=chosen.user,
        act=act,
        place=chosen.place,
        is_all=chosen.is_all,
        query=chosen.query,
        uids=list(chosen.uids),
        upto=chosen.upto,
        total=selection.count(chosen),
        lease_until=_lease(),
        **more,
    )


def advance(bulk_id: int, *, turn_s: float | None = TURN_S) -> None:
    """Goes on with it for a turn (None: to its end), then gives the worker free and queues again."""
    owner = f"{os.getpid()}:{uuid.uuid4().hex[:8]}"
    if not _claim(bulk_id, owner):
        return
    bulk = Bulk.objects.select_related("user", "collection", "undoes").get(pk=bulk_id)
    begin, news = time.monotonic(), _News(bulk)
    try:
        is_over = _work(bulk, owner, news, None if turn_s is None else begin + turn_s)
        if not is_over:
            _leave(bulk, owner)
    except _Lost:
        log.info("bulk %s was stopped or taken over", bulk.uid)
    except NotPossible as problem:
        _end(bulk, owner, Bulk.State.STOPPED, said=str(problem))
    except IntegrityError:
        _end(bulk, owner, Bulk.State.STOPPED, said=VANISHED)
    finally:
        news.tell()


def stop(bulk: Bulk) -> bool:
    """Ends it after the stretch under way; what is done stays done. False if it was over."""
    return bool(
        Bulk.objects.filter(pk=bulk.pk, state__in=OPEN).update(
            state=Bulk.State.STOPPED, said="Stopped.", lease_owner="", finished_at=timezone.now()
        )
    )


def undo(user: User, bulk: Bulk) -> Bulk:
    """Brings back what an act moved to the trash. Raises NotPossible."""
    if bulk.user_id != user.pk or bulk.act != "trash":
        raise NotPossible("Only pictures you moved to the trash can be restored this way.")
    stop(bulk)
    whole = Selection(user=user, place="trash", is_all=True, upto=bulk.upto)
    return start(replace(whole, thrown_at=bulk.created_at), "restore", undoes=bulk)


def wake_left() -> int:
    """Queues what a dead worker left, or no worker ever took; returns how many."""
    left = Bulk.objects.filter(lease_until__lt=timezone.now(), state__in=OPEN)
    for pk in (found := list(left.values_list("pk", flat=True)[:20])):
        queue.bulk(pk)
    return len(found)


def prune() -> int:
    """Forgets what ended long ago."""
    return Bulk.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def _require(user: User, act: str) -> None:
    if not ACTS[act].viewers_may and not user.may_spend:
        raise NotPossible("Viewers look at pictures; they do not sort them.")


def _tag_name(typed: str) -> str:
    try:
        return favourites_ratings_tags.tag_name(typed)
    except favourites_ratings_tags.NotPossible as problem:
        raise NotPossible(str(problem)) from problem


def _claim(bulk_id: int, owner: str) -> bool:
    free = Q(lease_owner="") | Q(lease_until__lt=timezone.now())
    rows = Bulk.objects.filter(free, pk=bulk_id, state__in=OPEN)
    return bool(rows.update(state=Bulk.State.RUNNING, lease_owner=owner, lease_until=_lease()))


def _lease() -> datetime:
    return timezone.now() + timedelta(seconds=LEASE_S)


def _work(bulk: Bulk, owner: str, news: _News, until: float | None) -> bool:
    """Stretch by stretch; True when it is over, False when the turn is."""
    _require(bulk.user, bulk.act)
    for stretch in selection.stretches(selection.of(bulk), past=bulk.past):
        is_last = stretch.past is None
        is_turn_over = until is not None and time.monotonic() >= until
        with transaction.atomic():
            outcome = _do(bulk, stretch)
            news.add(stretch, outcome)
            _note(bulk, owner, stretch, outcome)
            if is_last:
                _end(bulk, owner, Bulk.State.DONE)
                news.tell()
        if is_last or is_turn_over:
            return is_last
        if until is not None:
            time.sleep(REST_S)
    return True


def _leave(bulk: Bulk, owner: str) -> None:
    """For the next turn."""
    mine = Bulk.objects.filter(pk=bulk.pk, lease_owner=owner)
    mine.update(lease_owner="", lease_until=_lease())
    queue.bulk(bulk.pk)


def _do(bulk: Bulk, stretch: Stretch) -> Outcome:
    outcome = ACTS[bulk.act].do(bulk, stretch.pictures) if stretch.pictures else Outcome()
    outcome.skipped[GONE] += stretch.gone
    return outcome


def _note(bulk: Bulk, owner: str, stretch: Stretch, outcome: Outcome) -> None:
    """Raises _Lost where the row is no longer ours; the stretch is then rolled back."""
    bulk.done += len(outcome.changed)
    skipped = Counter(bulk.skipped) + outcome.skipped
    bulk.skipped = {why: number for why, number in skipped.items() if number > 0}
    bulk.past = stretch.past
    mine = Bulk.objects.filter(pk=bulk.pk, lease_owner=owner, state=Bulk.State.RUNNING)
    if not mine.update(
        done=bulk.done,
        skipped=bulk.skipped,
        past=bulk.past,
        lease_until=_lease(),
    ):
        raise _Lost


class _News:
    """What the event log says of an act. Pictures that leave lists are named stretch by stretch: windows
    let them go at once, unasked. At the end of a turn one line has open lists look again.

    What nobody else may see moves its owner's windows only.
    """

    def __init__(self, bulk: Bulk) -> None:
        self._actor_id = bulk.user_id
        self._is_of_hearts = bulk.act in ("favourite", "unfavourite")
        folder = bulk.collection
        self._is_own = self._is_of_hearts or (folder is not None and folder.is_private)
        self._is_shared = bulk.act == "share"
        self._is_due = False

    def add(self, stretch: Stretch, outcome: Outcome) -> None:
        event_log.record_departed(outcome.departed, actor_id=self._actor_id)
        event_log.record_departed(outcome.departed_own, actor_id=self._actor_id, is_private=True)
        self._is_shared |= any(picture.visibility == "team" for picture in stretch.pictures)
        self._is_due = True

    def tell(self) -> None:
        """Once for all that was added."""
        if not self._is_due:
            return
        self._is_due = False
        is_own = self._is_own or not self._is_shared
        event_log.record("many own" if is_own else "many", actor_id=self._actor_id)
        if self._is_of_hearts and self._is_shared:  # they move no other list, but are counted
            event_log.record("many hearts", actor_id=self._actor_id)


def _end(bulk: Bulk, owner: str, state: str, *, said: str = "") -> None:
    Bulk.objects.filter(pk=bulk.pk, lease_owner=owner, state=Bulk.State.RUNNING).update(
        state=state, said=said, finished_at=timezone.now(), lease_until=None
    )
