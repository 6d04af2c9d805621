"""Claims due work for one drain, by conditional UPDATE with a lease."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, IntegerField, Q, When
from django.utils import timezone

from accounts.keys import provider_directory
from accounts.models import User
from accounts.people.limits import at_once_of
from generations.models import Generation, Pace, Status
from generations.models.generation import ON_THE_LINE, GenerationQuerySet
from generations.models.unreadable_rows import readable
from generations.services.jobs import internal_errors
from generations.services.worker import fair_scheduling
from generations.stored import event_log, original_files

SPARE = 1.1  # POSTs are spaced a little wider than the limit, so that jitter stays inside it
MANY = 10_000


def claim_new(owner: str, room: int) -> list[Generation]:
    """Up to `room` queued jobs, now leased, in the order of turns."""
    if room < 1 or not original_files.has_room():
        return []
    if not Generation.objects.filter(fair_scheduling.due_now(), status=Status.QUEUED).exists():
        return []
    with transaction.atomic():
        _serialise()
        could_start = fair_scheduling.waiting(room)
        most_of = at_once_of({job.requester_id for job in could_start})
        picked = fair_scheduling.order(could_start, fair_scheduling.busy(), room, most_of)
        ids = _startable(picked)
        _lease(Generation.objects.filter(pk__in=ids, status=Status.QUEUED), owner)
        people = {job.requester_id for job in picked if job.id in set(ids)}
        User.objects.filter(pk__in=people).update(served_at=timezone.now())
        mine = Generation.objects.filter(pk__in=ids, lease_owner=owner).select_related("key")
        return sorted(_readable(mine), key=lambda job: ids.index(job.pk))


def may_go(job: Generation) -> bool:
    """Just before the POST: was its key refused or paused since the job was claimed?"""
    return Generation.objects.filter(fair_scheduling.key_is_awake(), pk=job.pk).exists()


def moment_for(slug: str) -> float:
    """When the next POST to this router may go out, epoch seconds; taken for good.

    Asked just before the POST, so that what happens in between cannot bunch the calls.
    """
    limit = _limit(slug)
    if limit is None:
        return 0.0
    with transaction.atomic():
        _serialise()
        pace, _ = Pace.objects.get_or_create(provider=slug)
        at = max(time.time(), pace.next_at)
        Pace.objects.filter(pk=slug).update(next_at=at + SPARE / limit)
    return at


def claim_polls(owner: str, room: int) -> list[Generation]:
    """Pending jobs whose next look is due, leased."""
    return _claim(Q(status=Status.POLLING), owner, room)


def claim_left(owner: str, room: int) -> list[Generation]:
    """Jobs that somebody left in mid-call or half saved: to be resumed or settled."""
    states = [*ON_THE_LINE, Status.SAVING]
    died = ~Q(lease_owner="")  # its drain did not let go
    return _claim(Q(status__in=states), owner, room, save_tries=_counted(died))


def renew(owner: str) -> None:
    """Keeps every lease of this drain alive."""
    mine = Generation.objects.filter(lease_owner=owner, lease_until__isnull=False)  # by index
    mine.update(lease_until=_lease_end())


def release(owner: str, job: Generation) -> None:
    """Gives one lease back, whatever state the job is in.

    Not if a move of this job did so before: by now the same drain may hold it anew.
    """
    if job.lease_owner != owner:
        return
    Generation.objects.filter(pk=job.pk, lease_owner=owner).update(lease_owner="", lease_until=None)


def set_aside(owner: str, generation_id: int, *, why: str = "") -> None:
    """Lets go of a job that broke its runner; it is due again after the time of a lease.

    Kept, its lease would be renewed for as long as this drain lives, and the job never settled.
    why: told on its card, where the fault is of the surroundings; else it is counted as the job's.
    """
    mine = Generation.objects.filter(pk=generation_id, lease_owner=owner)
    more: dict[str, Any] = {"message": why} if why else {"faults": F("faults") + 1}
    if not why:
        more["save_tries"] = _counted(Q())
    if mine.update(lease_owner="", lease_until=None, due_at=_lease_end(), **more):
        event_log.record("waits", generation_id=generation_id)


def _claim(which: Q, owner: str, room: int, **more: object) -> list[Generation]:
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = Generation.objects.filter(which, free, due_at__lte=now)
    ids = list(due.order_by("due_at").values_list("pk", flat=True)[:room])
    if not ids:
        return []
    with transaction.atomic():
        _serialise()
        _lease(Generation.objects.filter(which, free, pk__in=ids), owner, **more)
        mine = Generation.objects.filter(which, pk__in=ids, lease_owner=owner)
        return _readable(mine.select_related("key"))


def _readable(claimed: GenerationQuerySet) -> list[Generation]:
    """The claimed jobs; one whose row cannot be read ends, and keeps no other waiting."""
    jobs, broken = readable(claimed)
    for pk in broken:
        internal_errors.end_unread(pk)
    return jobs


def _lease(rows: object, owner: str, **more: object) -> None:
    values = {"lease_owner": owner, "lease_until": _lease_end(), **more}
    rows.update(**values)  # type: ignore[attr-defined]


def _counted(when: Q) -> Case:
    """One more try at saving, for jobs that were in the middle of it."""
    one_more = When(when, status=Status.SAVING, then=F("save_tries") + 1)
    return Case(one_more, default=F("save_tries"), output_field=IntegerField())


def _lease_end() -> object:
    return timezone.now() + timedelta(seconds=settings.LEASE_S)


def _startable(picked: list[fair_scheduling.Waiting]) -> list[int]:
    """The picked jobs whose moment is near; of a paced router one second's worth waits at most."""
    room = {slug: _room(slug) for slug in {job.provider for job in picked}}
    ids = []
    for job in picked:
        if room[job.provider] > 0:
            room[job.provider] -= 1
            ids.append(job.id)
    return ids


def _room(slug: str) -> int:
    limit = _limit(slug)
    if limit is None:
        return MANY
    waiting = Generation.objects.filter(
        provider=slug, status=Status.QUEUED, lease_until__gt=timezone.now()
    )
    return limit - waiting.count()


def _limit(slug: str) -> int | None:
    facts = provider_directory.facts_of(slug, with_off=True)
    return facts.posts_per_second if facts else None


def _serialise() -> None:
    """One claim at a time: SQLite's IMMEDIATE does it, PostgreSQL needs a word."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7246001)")
