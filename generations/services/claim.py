"""Claims due work for one drain, by conditional UPDATE with a lease."""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts import directory
from accounts.models import User
from generations import files
from generations.models import Generation, Pace, Status
from generations.models.generation import ON_THE_LINE
from generations.services import turns

SPARE = 1.03  # POSTs are spaced a little wider than the limit, so that jitter stays inside it
LOOKAHEAD_S = 1.0  # a paced job is claimed at most this long before its moment


def claim_new(owner: str, room: int) -> list[tuple[Generation, float]]:
    """Up to `room` queued jobs, now leased, each with the moment it may be sent (epoch seconds)."""
    if room < 1 or not files.has_room():
        return []
    if not Generation.objects.filter(turns.due_now(), status=Status.QUEUED).exists():
        return []
    with transaction.atomic():
        _serialise()
        picked = turns.order(turns.waiting(room), turns.busy(), room)
        moments = _moments(picked)
        ids = [job.id for job in picked if job.id in moments]
        _lease(Generation.objects.filter(pk__in=ids, status=Status.QUEUED), owner)
        people = {job.requester_id for job in picked if job.id in moments}
        User.objects.filter(pk__in=people).update(served_at=timezone.now())
        mine = Generation.objects.filter(pk__in=ids, lease_owner=owner).select_related("key")
        return [(job, moments[job.pk]) for job in sorted(mine, key=lambda job: ids.index(job.pk))]


def claim_polls(owner: str, room: int) -> list[Generation]:
    """Pending jobs whose next look is due, leased."""
    return _claim(Q(status=Status.POLLING), owner, room)


def claim_left(owner: str, room: int) -> list[Generation]:
    """Jobs that somebody left in mid-call or half saved: to be resumed or settled."""
    states = [*ON_THE_LINE, Status.SAVING]
    return _claim(Q(status__in=states), owner, room)


def renew(owner: str) -> None:
    """Keeps every lease of this drain alive."""
    Generation.objects.filter(lease_owner=owner).update(lease_until=_lease_end())


def let_go(owner: str, generation_id: int) -> None:
    """Gives one lease back, whatever state the job is in."""
    Generation.objects.filter(pk=generation_id, lease_owner=owner).update(
        lease_owner="", lease_until=None
    )


def _claim(which: Q, owner: str, room: int) -> list[Generation]:
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = Generation.objects.filter(which, free, due_at__lte=now)
    ids = list(due.order_by("due_at").values_list("pk", flat=True)[:room])
    if not ids:
        return []
    with transaction.atomic():
        _serialise()
        _lease(Generation.objects.filter(which, free, pk__in=ids), owner)
        mine = Generation.objects.filter(which, pk__in=ids, lease_owner=owner)
        return list(mine.select_related("key"))


def _lease(rows: object, owner: str) -> None:
    rows.update(lease_owner=owner, lease_until=_lease_end())  # type: ignore[attr-defined]


def _lease_end() -> object:
    return timezone.now() + timedelta(seconds=settings.LEASE_S)


def _moments(picked: list[turns.Waiting]) -> dict[int, float]:
    """When each picked job may be sent; those whose moment is too far away are left out."""
    moments: dict[int, float] = {}
    limits = {slug: _limit(slug) for slug in {job.provider for job in picked}}
    now = time.time()
    for slug, limit in limits.items():
        jobs = [job for job in picked if job.provider == slug]
        if limit is None:
            moments |= {job.id: now for job in jobs}
        else:
            moments |= _paced(slug, limit, jobs, now)
    return moments


def _paced(slug: str, limit: int, jobs: list[turns.Waiting], now: float) -> dict[int, float]:
    pace, _ = Pace.objects.get_or_create(provider=slug)
    at, moments = max(now, pace.next_at), {}
    for job in jobs:
        if at > now + LOOKAHEAD_S:
            break
        moments[job.id] = at
        at += SPARE / limit
    Pace.objects.filter(pk=slug).update(next_at=at)
    return moments


def _limit(slug: str) -> int | None:
    facts = directory.facts_of(slug, with_off=True)
    return facts.posts_per_second if facts else None


def _serialise() -> None:
    """One claim at a time: SQLite's IMMEDIATE does it, PostgreSQL needs a word."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7246001)")
