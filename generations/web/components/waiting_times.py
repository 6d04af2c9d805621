"""How long it takes: place in line of what waits, and the usual time of what runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.keys import provider_directory
from accounts.models import KeyStatus, ProviderKey
from generations.models import Generation, Status
from generations.services.jobs import usual_duration
from generations.services.worker import fair_scheduling


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """What an open job waits for."""

    place: int | None = None  # in line, 1 first
    typical_s: float | None = None  # how long its model usually takes, seconds
    held_until: datetime | None = None  # not sent before
    held_by: str = ""  # what is the matter with its key


NO_WAIT = Wait()


def waits_of(jobs: Sequence[Generation]) -> dict[int, Wait]:
    """By job id. No query where nothing is open."""
    open_jobs = [job for job in jobs if job.is_open]
    is_line = any(job.status == Status.QUEUED for job in open_jobs)
    places = fair_scheduling.places() if is_line else {}
    held = _held_keys() if is_line else {}
    return {
        job.pk: Wait(
            place=places.get(job.pk),
            typical_s=usual_duration.seconds(job.provider, job.model),
            **_held(job, held),
        )
        for job in open_jobs
    }


def held_until(job: Generation) -> datetime | None:
    """The moment before which a queued job is not sent, where that lies ahead."""
    is_ahead = job.status == Status.QUEUED and job.due_at > timezone.now()
    return job.due_at if is_ahead else None


def _held(job: Generation, keys: Mapping[int, ProviderKey]) -> dict[str, Any]:
    key = keys.get(job.key_id or 0) if job.status == Status.QUEUED else None
    own = held_until(job)
    if key is None:
        return {"held_until": own}
    until = max((each for each in (own, key.paused_until) if each), default=None)
    return {"held_until": until, "held_by": _trouble(key, job)}


def _held_keys() -> dict[int, ProviderKey]:
    """Keys with which nothing is sent now: paused, refused, or being asked about."""
    now = timezone.now()
    stopped = Q(resting_at__isnull=False) | Q(status=KeyStatus.REJECTED)
    held = ProviderKey.objects.filter(stopped | Q(paused_until__gt=now))
    return held.filter(removed_at=None).in_bulk()


def _trouble(key: ProviderKey, job: Generation) -> str:
    facts = provider_directory.facts_of(key.provider, with_off=True)
    label = facts.label if facts else key.provider
    if key.status == KeyStatus.REJECTED:
        is_own = key.owner_id == job.requester_id
        what = (
            "Check it again or replace it." if is_own else "Its owner has to check or replace it."
        )
        return f"The key “{key.label}” was refused by {label}. {what}"
    if key.resting_at:
        hours = round(settings.QUEUE_LIMIT_S / 3600)
        return (
            f"{label} refused the key “{key.label}” once and is being asked about it. Without an"
            f" answer this job ends, unsent and free, {hours} hours after it was asked for."
        )
    return f"{label} asked this key to wait. Nothing was charged."
