"""What follows from a key that a router refused: the router is asked, people and jobs hear of it."""

from __future__ import annotations

from accounts.keys import key_refusals
from generations import queue
from generations.models import Generation, Status
from generations.services.notices import notify
from generations.stored import event_log


def refused(job: Generation) -> None:
    """A job's paid call was answered with 401: its key rests until the router has been asked."""
    if job.key_id and key_refusals.note(job.key_id, job.model):
        queue.judge_key(job.key_id)


def judge(key_id: int) -> None:
    """Asks the router, and tells what came of it to its owner and to every waiting card."""
    if key_refusals.judge(key_id):
        notify.key_stopped(key_id)
    for job in Generation.objects.filter(key=key_id, status=Status.QUEUED)[:200]:
        event_log.record_for(job, "waits")
    queue.wake()


def wake_left() -> None:
    """Has routers asked again that gave no answer, or whose check died with its worker."""
    for key_id in key_refusals.unanswered():
        queue.judge_key(key_id)
