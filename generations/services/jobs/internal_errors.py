"""How a job ends that breaks its runner again and again: in words that cannot fail."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from generations.library.index import prompt_history
from generations.models import Attempt, Generation, Status
from generations.models.generation import OPEN
from generations.stored import event_log

log = logging.getLogger("imagehub.jobs")
FAULTS = 2  # of the job's own data, then it ends
SAVES = 3  # tries to bring a whole answer's pictures to safety; it stays in the spool
CODE = "internal_error"


def is_over(job: Generation, *, has_answer: bool) -> bool:
    """Has it broken its runner often enough? A whole answer gets one try more."""
    if has_answer:
        return max(job.save_tries, job.faults) >= SAVES
    return job.faults >= FAULTS


def end_broken(job: Generation, *, has_answer: bool) -> bool:
    """Ends it: free where nothing was sent, else unknown; failed where its answer is in the spool.

    Returns whether it was open. The row moves first and alone; what is counted beside it may fail.
    """
    if has_answer:
        status, may_have_charged = Status.FAILED, True
    else:
        status = Status.UNKNOWN if job.posts else Status.FAILED
        may_have_charged = bool(job.posts)
    if not _ended(job.pk, status, may_have_charged):
        return False
    log.error("job %s %s: it broke its runner %s times", job.uid, status, job.faults)
    prompt_history.of_jobs([job])
    return True


def end_unread(pk: int) -> None:
    """The same for a job whose row cannot even be read."""
    sent = Generation.objects.filter(pk=pk, posts__gt=0).exists()
    if _ended(pk, Status.UNKNOWN if sent else Status.FAILED, sent):
        log.error("job no. %s has ended: its row cannot be read", pk)


def _ended(pk: int, status: str, may_have_charged: bool) -> bool:
    with transaction.atomic():
        rows = Generation.objects.filter(pk=pk, status__in=[str(each) for each in OPEN])
        moved = rows.move(
            to=status,
            finished_at=timezone.now(),
            code=CODE,
            message="",
            provider_code="",
            http_status=None,
            may_have_charged=may_have_charged,
            lease_owner="",
            lease_until=None,
        )
        if moved:
            Attempt.objects.filter(generation_id=pk, answered_at=None).update(
                answered_at=timezone.now(), code=CODE
            )
            event_log.record(str(status), generation_id=pk, code=CODE)
    return bool(moved)
