"""Signs a drain gives and obeys: its registration, its beat, the stop marks, times run out."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.keys import provider_directory
from generations import queue
from generations.library.index import prompt_history
from generations.models import Beat, Generation, Status
from generations.models.generation import ON_THE_LINE
from generations.stored import event_log


def stop_mark() -> Path:
    """While this file exists, drains of our cluster claim nothing more."""
    return Path(settings.RUN_DIR) / f"{queue.cluster_id()}.stop"


def now_mark() -> Path:
    """While this file exists, the grace is over."""
    return Path(settings.RUN_DIR) / f"{queue.cluster_id()}.now"


def register(owner: str) -> bool:
    """Signs a drain in, unless two of its cluster are at work. Returns whether it may work."""
    if stop_mark().exists():
        return False
    cluster = owner.split(":")[0]
    with transaction.atomic():
        _serialise()
        fresh = timezone.now() - timedelta(seconds=queue.DRAIN_FRESH_S)
        others = Beat.objects.filter(name__startswith=f"drain:{cluster}:", at__gt=fresh)
        if sum(queue.is_alive(other.name) for other in others) >= queue.DRAINS:
            return False
        Beat.objects.create(name=f"drain:{owner}", at=timezone.now())
    beat(owner)
    return True


def unregister(owner: str) -> None:
    Beat.objects.filter(name=f"drain:{owner}").delete()
    _file().unlink(missing_ok=True)


def beat(owner: str) -> None:
    """Shows that this drain lives, to the others and to the supervisor."""
    Beat.objects.filter(name=f"drain:{owner}").update(at=timezone.now())
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}")
    beside.write_text(queue.cluster_id())
    beside.replace(file)  # in one step: the supervisor must never read half a file


def anything_due() -> bool:
    """Is there a job that could start, that nobody holds?"""
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return Generation.objects.open().filter(free, due_at__lte=now).exists()


def expire() -> None:
    """Ends, free, what waited longer than a day to be sent."""
    limit = timezone.now() - timedelta(seconds=settings.QUEUE_LIMIT_S)
    free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    late = Generation.objects.filter(free, status=Status.QUEUED, created_at__lt=limit)
    for job in late[:200]:
        with transaction.atomic():
            if late.filter(pk=job.pk).move(
                to=Status.FAILED, code="never_sent", finished_at=timezone.now()
            ):
                event_log.record_for(job, "failed", code="never_sent")
                prompt_history.of_jobs([job])


def free_to_cut(ids: list[int]) -> list[int]:
    """Of these calls, those whose owner asked to stop and whose router promises that is free."""
    asked = Generation.objects.filter(
        pk__in=ids, cancel_requested_at__isnull=False, status__in=ON_THE_LINE
    ).values_list("pk", "provider")
    return [pk for pk, slug in asked if _abort_is_free(slug)]


def _abort_is_free(slug: str) -> bool:
    facts = provider_directory.facts_of(slug, with_off=True)
    return bool(facts and facts.abort_is_free)


def _file() -> Path:
    return Path(settings.RUN_DIR) / f"drain-{os.getpid()}"


def _serialise() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7246002)")
