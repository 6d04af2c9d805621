"""What follows from a key that a router refused: the router is asked, people and jobs hear of it."""

from __future__ import annotations

from accounts import refusals
from generations import events, queue
from generations.models import Generation, Status
from generations.services import notify


def refused(job: Generation) -> None:
    """A job's paid call was answered with 401: its key rests until the router has been asked."""
    if job.key_id and refusals.note(job.key_id, job.model):
        queue.judge_key(job.key_id)


def judge(key_id: int) -> None:
    """Asks the router, and tells what came of it to its owner and to every waiting card."""
    if refusals.judge(key_id):
        notify.key_stopped(key_id)
    for job in Generation.objects.filter(key=key_id, status=Status.QUEUED)[:200]:
        events.record_for(job, "waits")
    queue.wake()


def wake_left() -> None:
    """Has routers asked again that gave no answer, or whose check died with its worker."""
    for key_id in refusals.unanswered():
        queue.judge_key(key_id)
