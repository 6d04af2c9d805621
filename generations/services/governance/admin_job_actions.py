"""What an admin does to other people's jobs: cancel, retry, draw thumbnails again."""

from __future__ import annotations

import uuid

from accounts.models import User
from generations import queue
from generations.models import Generation, Picture
from generations.providers.errors import RequestRefused
from generations.services.jobs import job_actions
from generations.services.worker import thumbnail_queue
from generations.stored import event_log


def cancel(admin: User, job: Generation) -> str:
    """As its owner would; the event log says who did it. Returns what steer.cancel says."""
    said = job_actions.cancel(job.requester, job)
    if said != "too_late":
        event_log.record("admin_cancel", generation_id=job.pk, actor_id=admin.pk)
    return said


def retry(admin: User, job: Generation, *, may_bill_twice: bool = False) -> Generation:
    """As its owner would, with the same key: theirs, or the team's. Raises RequestRefused."""
    made = job_actions.retry(job.requester, job, ticket=_ticket(job), may_bill_twice=may_bill_twice)
    event_log.record("admin_retry", generation_id=made.pk, actor_id=admin.pk)
    return made


def draw_again(job: Generation) -> int:
    """Has the thumbnails of its pictures made again. Returns how many pictures."""
    count = thumbnail_queue.forget(Picture.objects.filter(generation=job))
    if count:
        queue.wake()
    return count


def words_of(refusal: RequestRefused) -> str:
    return " ".join(problem.message for problem in refusal.problems)


def _ticket(job: Generation) -> uuid.UUID:
    """The same for the same job: an action sent twice retries once."""
    return uuid.uuid5(job.uid, "retried by an admin")
