"""Cancel, retry, run again, remix: a row is never sent twice."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from accounts.models import User
from generations.models import Draft, Generation
from generations.providers.errors import RequestRefused
from generations.services.jobs import job_actions
from tests.services.worker.test_crash_and_resume import DrainInThread, _status, _until
from tests.simulator.server import Simulator

Ask = Callable[..., Generation]


def test_a_queued_job_is_cancelled_free(
    ask: Ask, alice: User, work: Callable[[], None], simulator: Simulator
) -> None:
    job = ask("never mind")
    assert job_actions.cancel(alice, job) == "cancelled"
    work()
    job.refresh_from_db()
    assert (job.status, job.posts) == ("cancelled", 0)
    assert simulator.posts("never mind") == 0


def test_a_sent_job_is_kept_if_it_arrives(ask: Ask, alice: User) -> None:
    job = ask("[slow=1]")
    with DrainInThread(idle_s=1):
        _until(lambda: _status(job) == "generating")
        assert job_actions.cancel(alice, job) == "asked"
    job.refresh_from_db()
    assert job.cancel_requested_at is not None
    assert job.status == "done"
    assert job.pictures.count() == 1


def test_where_aborting_is_free_the_line_is_closed(ask: Ask, alice: User) -> None:
    job = ask("[hang]", provider="openrouter")
    with DrainInThread(idle_s=1):
        _until(lambda: _status(job) == "generating")
        job_actions.cancel(alice, job)
        _until(lambda: _status(job) == "cancelled", seconds=3)
    job.refresh_from_db()
    assert not job.may_have_charged


def test_nobody_cancels_for_another(ask: Ask, bob: User) -> None:
    job = ask()
    assert job_actions.cancel(bob, job) == "too_late"
    assert _status(job) == "queued"


def test_retry_makes_a_new_job_from_the_failed_one(
    ask: Ask, alice: User, settle: Callable[[Generation], None], simulator: Simulator
) -> None:
    job = ask("again [500-once]")
    settle(job)
    assert job.status == "failed"
    again = job_actions.retry(alice, job, ticket=uuid.uuid4())
    settle(again)
    job.refresh_from_db()
    assert (again.status, again.made_from, again.made_how) == ("done", job, "retry")
    assert job.status == "failed"
    assert job.dismissed_at is not None
    assert simulator.posts(job.prompt) == 2


def test_an_unknown_outcome_asks_before_it_may_bill_twice(
    ask: Ask, alice: User, settle: Callable[[Generation], None]
) -> None:
    job = ask("[reset]")
    settle(job)
    assert job.status == "unknown"
    with pytest.raises(RequestRefused) as refusal:
        job_actions.retry(alice, job, ticket=uuid.uuid4())
    assert refusal.value.problems[0].code == "may_bill_twice"
    assert (
        job_actions.retry(alice, job, ticket=uuid.uuid4(), may_bill_twice=True).status == "queued"
    )


def test_retry_pressed_twice_is_one_job(
    ask: Ask, alice: User, settle: Callable[[Generation], None]
) -> None:
    job = ask("[500]")
    settle(job)
    ticket = uuid.uuid4()
    first = job_actions.retry(alice, job, ticket=ticket)
    assert job_actions.retry(alice, job, ticket=ticket) == first


def test_run_again_leaves_the_seed_out(
    ask: Ask, alice: User, settle: Callable[[Generation], None]
) -> None:
    job = ask("a hill", provider="sandbox", model="sandbox/scenes", seed=7, size="64x64")
    settle(job)
    again = job_actions.run_again(alice, job, ticket=uuid.uuid4())
    assert again.options == {"size": "64x64"}
    assert again.made_how == "again"


def test_a_running_job_can_be_neither_retried_nor_run_again(ask: Ask, alice: User) -> None:
    job = ask()
    for verb in (job_actions.retry, job_actions.run_again):
        with pytest.raises(RequestRefused):
            verb(alice, job, ticket=uuid.uuid4())


def test_remix_fills_the_composer_and_sends_nothing(ask: Ask, bob: User) -> None:
    job = ask("a lake", size="1024x1024", n=2)
    job_actions.remix(bob, job)
    draft = Draft.objects.get(user=bob)
    assert (draft.prompt, draft.model, draft.count) == ("a lake", "gpt-image-1", 2)
    assert draft.texts["size"] == "1024x1024"
    assert Generation.objects.count() == 1
