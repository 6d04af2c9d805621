"""Whose turn it is (rules.md section 4), and what that means for place in line."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from accounts.models import KeyStatus
from generations.models import Generation, Status
from generations.models.generation import ON_THE_LINE

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A job that could start now."""

    id: int
    requester_id: int
    provider: str
    served_at: datetime | None  # when its owner last got a slot


def order(
    waiting: Iterable[Waiting],
    busy: Counter[int],
    most: int,
    most_of: Mapping[int, int] | None = None,
) -> list[Waiting]:
    """The jobs that get the next `most` free slots, in order.

    most_of: how many slots a person may hold at once, where an admin set that.

    A slot goes to the person with the fewest jobs on the line, ties to the one served longest
    ago, then to their oldest job.
    """
    lines: dict[int, list[Waiting]] = {}
    for job in sorted(waiting, key=lambda job: job.id):
        lines.setdefault(job.requester_id, []).append(job)
    heap = [
        (busy[person], line[0].served_at or NEVER, line[0].id, person)
        for person, line in lines.items()
    ]
    heapq.heapify(heap)
    picked: list[Waiting] = []
    now = timezone.now()
    while heap and len(picked) < most:
        count, _, _, person = heapq.heappop(heap)
        if most_of and count >= most_of.get(person, count + 1):
            continue  # their next job waits for one of their own to end
        picked.append(lines[person].pop(0))
        if lines[person]:
            heapq.heappush(heap, (count + 1, now, lines[person][0].id, person))
    return picked


def waiting(most_each: int) -> list[Waiting]:
    """Jobs that are due, unclaimed and whose key is not paused: each person's first ones."""
    rows = (
        Generation.objects.filter(due_now(), status=Status.QUEUED)
        .annotate(nth=Window(RowNumber(), partition_by=[F("requester_id")], order_by=F("id").asc()))
        .filter(nth__lte=most_each)
        .values_list("id", "requester_id", "provider", "requester__served_at")
    )
    return [
        Waiting(id=pk, requester_id=person, provider=provider, served_at=served)
        for pk, person, provider, served in rows
    ]


def due_now() -> Q:
    """Not put off, not leased by a living drain, and its key neither paused nor refused."""
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return Q(due_at__lte=now) & free & key_is_awake()


def key_is_awake() -> Q:
    """Its key is neither paused, refused nor being asked about."""
    now = timezone.now()
    awake = Q(key=None) | Q(key__paused_until=None) | Q(key__paused_until__lte=now)
    trusted = Q(key=None) | Q(key__resting_at=None) & ~Q(key__status=KeyStatus.REJECTED)
    gone = Q(key__removed_at__isnull=False)  # nobody can check it again: its jobs end, free
    return awake & trusted | gone


def busy() -> Counter[int]:
    """How many jobs of each person hold a slot, or are about to."""
    now = timezone.now()
    holding = Q(status__in=ON_THE_LINE) | Q(status=Status.QUEUED, lease_until__gt=now)
    people = Generation.objects.filter(holding).values_list("requester_id", flat=True)
    return Counter(people)


def places(most: int = 500) -> dict[int, int]:
    """Place in line of the queued jobs, 1 first: how many would start before, plus one.

    Private jobs of others count as numbers and nothing else.
    """
    rows: Sequence[tuple[int, int, str, datetime | None]] = list(
        Generation.objects.filter(status=Status.QUEUED)
        .order_by("id")
        .values_list("id", "requester_id", "provider", "requester__served_at")[:most]
    )
    queue = [
        Waiting(id=pk, requester_id=person, provider=provider, served_at=served)
        for pk, person, provider, served in rows
    ]
    ordered = order(queue, busy(), most)
    return {job.id: place for place, job in enumerate(ordered, start=1)}
