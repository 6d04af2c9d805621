"""How long it takes: place in line of what waits, and the usual time of what runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generations.models import Generation, Status
from generations.services import turns, typical


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    place: int | None = None
    typical_s: float | None = None


def waits_of(jobs: Sequence[Generation]) -> dict[int, Wait]:
    """By job id. No query where nothing is open."""
    open_jobs = [job for job in jobs if job.is_open]
    is_line = any(job.status == Status.QUEUED for job in open_jobs)
    places = turns.places() if is_line else {}
    return {
        job.pk: Wait(place=places.get(job.pk), typical_s=typical.seconds(job.provider, job.model))
        for job in open_jobs
    }
