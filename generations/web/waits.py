"""How long it takes: place in line of what waits, and the usual time of what runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from generations.models import Generation, Status
from generations.services import turns

ENOUGH = 5  # past runs before a time is promised
_LOOKED_AT = 300  # newest finished jobs of the models in question


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    place: int | None = None
    typical_s: float | None = None


def waits_of(jobs: Sequence[Generation]) -> dict[int, Wait]:
    """By job id. At most three queries, none where nothing is open."""
    open_jobs = [job for job in jobs if job.is_open]
    if not open_jobs:
        return {}
    places = turns.places() if any(job.status == Status.QUEUED for job in open_jobs) else {}
    usual = typical({(job.provider, job.model) for job in open_jobs})
    return {
        job.pk: Wait(
            place=places.get(job.pk), typical_s=usual.get((job.provider, job.model))
        )
        for job in open_jobs
    }


def typical(models: set[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """Seconds from sending to the answer, the middle of past runs, where there are enough."""
    rows = (
        Generation.objects.filter(
            status=Status.DONE,
            model__in={model for _, model in models},
            sent_at__isnull=False,
            finished_at__isnull=False,
        )
        .order_by("-id")
        .values_list("provider", "model", "sent_at", "finished_at")[:_LOOKED_AT]
    )
    runs: dict[tuple[str, str], list[float]] = defaultdict(list)
    for provider, model, sent_at, finished_at in rows:
        if sent_at and finished_at:
            runs[(provider, model)].append((finished_at - sent_at).total_seconds())
    return {key: median(times) for key, times in runs.items() if len(times) >= ENOUGH}
