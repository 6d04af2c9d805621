"""Reads a spooled answer again: a job that ended badly, whose complete answer is still here.

Sends nothing. The job goes back to "saving"; a drain takes it up as after a crash (`run.resume`).
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from generations import queue
from generations.library.index import prompt_history
from generations.models import Generation, Status
from generations.providers.errors import RequestRefused
from generations.providers.types import Problem
from generations.services.insight import daily_counts
from generations.services.jobs import partial_answers
from generations.stored import event_log

READABLE = (Status.FAILED, Status.UNKNOWN)


def reread(generation: Generation, *, actor: User | None) -> None:
    """Has a drain read the answer again; actor: None for a repair.

    Raises RequestRefused, having changed nothing.
    """
    if generation.status not in READABLE:
        raise _no("Only a failed job, or one of unknown outcome, is read again.")
    answer = partial_answers.take(generation)
    if answer is None:
        raise _no("Nothing complete is left of its answer.")
    if not 200 <= answer.status < 300:
        raise _no(f"The router answered with {answer.status}: there is no picture in that.")
    with transaction.atomic():
        ended = Generation.objects.filter(pk=generation.pk, status__in=READABLE)
        moved = ended.move(
            to=Status.SAVING,
            finished_at=None,
            code="",
            message="",
            may_have_charged=False,
            save_tries=0,
            faults=0,
            dismissed_at=None,
            due_at=timezone.now(),
            lease_owner="",
            lease_until=None,
        )
        if not moved:
            raise _no("Somebody was faster.")
        prompt_history.of_jobs([generation])
        daily_counts.forget(generation.finished_at)
        event_log.record(
            "reread", generation_id=generation.pk, actor_id=actor.pk if actor else None
        )
        queue.wake()


def _no(message: str) -> RequestRefused:
    return RequestRefused([Problem(field="status", code="not_now", message=message)])
