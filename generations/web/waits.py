"""How long it takes: place in line of what waits, and the usual time of what runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import ProviderKey
from generations.models import Generation, Status
from generations.services import turns, typical


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    place: int | None = None
    typical_s: float | None = None
    held_until: datetime | None = None  # not sent before: the router asked to wait


def waits_of(jobs: Sequence[Generation]) -> dict[int, Wait]:
    """By job id. No query where nothing is open."""
    open_jobs = [job for job in jobs if job.is_open]
    is_line = any(job.status == Status.QUEUED for job in open_jobs)
    places = turns.places() if is_line else {}
    resting = _resting_keys() if is_line else {}
    return {
        job.pk: Wait(
            place=places.get(job.pk),
            typical_s=typical.seconds(job.provider, job.model),
            held_until=held_until(job, resting),
        )
        for job in open_jobs
    }


def held_until(job: Generation, resting: Mapping[int, datetime] | None = None) -> datetime | None:
    """The moment before which a queued job is not sent, where that lies ahead.

    resting: keys that their router asked to wait, and until when.
    """
    if job.status != Status.QUEUED:
        return None
    until = max(job.due_at, (resting or {}).get(job.key_id or 0, job.due_at))
    return until if until > timezone.now() else None


def _resting_keys() -> dict[int, datetime]:
    rows = ProviderKey.objects.filter(paused_until__gt=timezone.now())
    return {pk: until for pk, until in rows.values_list("pk", "paused_until") if until}
