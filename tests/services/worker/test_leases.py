"""A lease belongs to one piece of work: what ended before takes no later one along."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from generations.models import Generation
from generations.services.jobs import transitions
from generations.services.worker import claim_lease
from tests.services.worker.test_crash_and_resume import _die

Ask = Callable[..., Generation]
OWNER = "cluster:1:drain"


def _polling(ask: Ask) -> Generation:
    job = ask("[pending-forever]", provider="fastrouter", model="leonardo-ai/phoenix")
    now = timezone.now()
    _die(job, "polling", posts=1, reference="t", polling_at=now, due_at=now)
    return job


def test_letting_go_late_leaves_the_next_look_its_lease(ask: Ask) -> None:
    job = _polling(ask)
    (first,) = claim_lease.claim_polls(OWNER, 5)
    transitions.look_later(first, 0)
    (second,) = claim_lease.claim_polls(OWNER, 5)
    claim_lease.release(OWNER, first)
    job.refresh_from_db()
    assert job.lease_owner == OWNER
    assert claim_lease.claim_polls(OWNER, 5) == []
    claim_lease.release(OWNER, second)
    job.refresh_from_db()
    assert job.lease_owner == ""


def test_what_no_move_gave_back_is_let_go(ask: Ask) -> None:
    job = _polling(ask)
    (held,) = claim_lease.claim_polls(OWNER, 5)
    claim_lease.release(OWNER, held)
    job.refresh_from_db()
    assert (job.lease_owner, job.lease_until) == ("", None)
