"""The only module that knows django-q2. The queue carries no work, only "look for work"."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ, Schedule, Task
from django_q.tasks import async_task

from generations.models import Beat

DRAINS = 2  # of the cluster's four workers; the others stay free for short tasks
DRAIN_FRESH_S = 30  # a drain beats every second


def wake() -> None:
    """Makes sure a drain looks for work. Inside a transaction it commits with it."""
    if not _drains_are_full():
        _enqueue("generations.tasks.drain", group="drain")


def check_key(key_id: int) -> None:
    """Has the worker ask the router about a key."""
    _enqueue("generations.tasks.check_key", key_id, group="key")


def judge_key(key_id: int) -> None:
    """Has the worker ask a router about a key that it refused."""
    _enqueue("generations.tasks.judge_key", key_id, group="key")


def refresh_offers(provider: str, user_id: int | None = None) -> None:
    """Has the worker ask a router what it offers."""
    _enqueue("generations.tasks.refresh_offers", provider, user_id, group="offers")


def bulk(bulk_id: int) -> None:
    """Has the worker go on with an act on many pictures."""
    _enqueue("generations.tasks.bulk", bulk_id, group="bulk")


def count_prompts() -> None:
    """Has the worker count the prompts that wait for it."""
    _enqueue("generations.tasks.count_prompts", group="prompts")


def empty_trash(user_id: int, until: datetime) -> None:
    """Has the worker go on with a long trash."""
    _enqueue("generations.tasks.empty_trash", user_id, until, group="trash")


def send_notice(notice_id: int) -> None:
    """Has the worker send a notice as a letter."""
    _enqueue("generations.tasks.send_notice", notice_id, group="mail")


def send_letter(*, to: str, subject: str, body: str) -> None:
    """Has the worker send a letter: a mail server that hangs must not hold a page."""
    _enqueue("generations.tasks.send_letter", to, subject, body, group="mail")


def send_invitation(invitation_id: int) -> None:
    """Has the worker send an invitation, and note how that went."""
    _enqueue("generations.tasks.send_invitation", invitation_id, group="mail")


def pulse() -> None:
    """Sends the heartbeat through the queue, unless one is still on its way."""
    if settings.REDIS_URL or not OrmQ.objects.filter(key="imagehub").count() > 20:
        _enqueue("generations.tasks.heartbeat", group="heartbeat")


def schedule_nightly() -> None:
    """Puts the schedules in place; safe to call again."""
    Schedule.objects.update_or_create(
        name="drain",
        defaults={"func": "generations.tasks.drain", "schedule_type": "I", "minutes": 1},
    )
    Schedule.objects.get_or_create(
        name="nightly",
        defaults={
            "func": "generations.tasks.nightly",
            "schedule_type": Schedule.DAILY,
            "next_run": _next_three_o_clock(),
        },
    )


def prune() -> None:
    """Forgets finished tasks older than a day."""
    Task.objects.filter(stopped__lt=timezone.now() - timedelta(days=1)).delete()


def _drains_are_full() -> bool:
    fresh = timezone.now() - timedelta(seconds=DRAIN_FRESH_S)
    names = Beat.objects.filter(name__startswith="drain:", at__gt=fresh)
    return sum(map(_may_claim, names.values_list("name", flat=True))) >= DRAINS


def _may_claim(beat: str) -> bool:
    """Not so a drain that was killed, nor one whose cluster was told to claim no more."""
    is_told = (Path(settings.RUN_DIR) / f"{beat.split(':')[1]}.stop").exists()
    return is_alive(beat) and not is_told


def is_alive(beat: str) -> bool:
    """A killed drain leaves its beat behind for a while: ask the system too."""
    try:
        os.kill(int(beat.split(":")[2]), 0)
    except (ProcessLookupError, ValueError, IndexError):
        return False
    except PermissionError:
        return True
    return True


def _enqueue(func: str, *arguments: object, group: str) -> None:
    if settings.REDIS_URL:
        transaction.on_commit(lambda: async_task(func, *arguments, group=group))
    else:
        async_task(func, *arguments, group=group)


def _next_three_o_clock() -> object:
    now = timezone.localtime()
    at_three = now.replace(hour=3, minute=0, second=0, microsecond=0)
    return at_three if at_three > now else at_three + timedelta(days=1)


def cluster_id() -> str:
    """Which cluster this process belongs to; its pid where nobody said."""
    return settings.CLUSTER_ID or f"pid{os.getppid()}"


def recent_crashes(most: int = 10) -> list[Task]:
    """Tasks that broke lately, newest first."""
    return list(Task.objects.filter(success=False).order_by("-stopped")[:most])


def waiting_tasks() -> int:
    """Tasks in the queue itself, whatever they are."""
    return int(OrmQ.objects.count())


def schedules() -> list[Schedule]:
    """What is done by the clock."""
    return list(Schedule.objects.order_by("name"))
