"""A job that breaks its own runner ends, in every state, and keeps no other from its turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from generations.models import Event, Generation
from generations.services.jobs.reread_answer import reread
from generations.stored import spool
from tests.factories import make_user
from tests.services.jobs.test_reread_answer import good_answer
from tests.services.worker.test_crash_and_resume import _die
from tests.simulator.server import Simulator

Ask = Callable[..., Generation]
Work = Callable[[], None]
SPOILED = {"options": 5}  # no model spec at all: reading it raises


def _again(job: Generation, work: Work, times: int = 4) -> None:
    """Lets the time of a lease pass after each fault."""
    for _ in range(times):
        Generation.objects.filter(pk=job.pk).update(due_at=timezone.now())
        work()
    job.refresh_from_db()


def _spoil(job: Generation) -> None:
    Generation.objects.filter(pk=job.pk).update(spec=SPOILED)


def test_before_it_was_sent_it_fails_free(ask: Ask, work: Work, simulator: Simulator) -> None:
    job, other = ask("spoiled"), ask("sound")
    _spoil(job)
    work()
    other.refresh_from_db()
    assert other.status == "done"
    _again(job, work)
    assert (job.status, job.code, job.may_have_charged) == ("failed", "internal_error", False)
    assert (job.faults, job.posts, simulator.posts("spoiled")) == (2, 0, 0)
    assert Event.objects.filter(generation=job, kind="failed", code="internal_error").exists()


def test_while_it_is_polled_its_outcome_is_unknown(ask: Ask, work: Work) -> None:
    job = ask("[pending=3]", provider="fastrouter", model="leonardo-ai/phoenix")
    _spoil(job)
    _die(job, "polling", posts=1, reference="t", polling_at=timezone.now(), due_at=timezone.now())
    _again(job, work)
    assert (job.status, job.code, job.may_have_charged) == ("unknown", "internal_error", True)


@pytest.mark.parametrize("status", ["sending", "generating", "saving"])
def test_with_its_answer_in_the_spool_it_fails_after_three_tries_and_can_be_read_again(
    status: str, ask: Ask, work: Work, settle: Callable[[Generation], None], simulator: Simulator
) -> None:
    job = ask("answered")
    spec = job.spec
    _spoil(job)
    with spool.begin(job.uid, status=200, headers={}, polling=False) as body:
        body.write(good_answer())
    spool.complete(job.uid)
    _die(job, status, posts=1)
    _again(job, work, 5)
    assert (job.status, job.code, job.may_have_charged) == ("failed", "internal_error", True)
    assert spool.answer_of(job.uid) is not None
    Generation.objects.filter(pk=job.pk).update(spec=spec)
    reread(job, actor=make_user("ada@example.org", role=Role.ADMIN))
    settle(job)
    assert (job.status, job.pictures.count(), simulator.posts("answered")) == ("done", 1, 0)


def test_a_row_that_cannot_be_read_ends_and_stops_no_claim(ask: Ask, work: Work) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets nobody write such a row")
    broken, other = ask("broken row"), ask("sound")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE generations_generation SET sent_at = '2026-13-45 00:00:00' WHERE id = %s",
            [broken.pk],
        )
    work()
    other.refresh_from_db()
    assert other.status == "done"
    rows = Generation.objects.filter(pk=broken.pk).values_list("status", "code")
    assert list(rows) == [("failed", "internal_error")]


@pytest.mark.parametrize("amount", ["1000000", "1e15", "9e999"])
def test_an_absurd_amount_in_a_row_closes_no_page_and_stops_no_drain(
    amount: str, ask: Ask, work: Work, client: Client
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL refuses such an amount")
    job, other = ask("dear"), ask("sound")
    with connection.cursor() as cursor:
        for name in ("estimate_low", "estimate_high", "cost_usd"):
            cursor.execute(
                f"UPDATE generations_generation SET {name} = {amount} WHERE id = %s", [job.pk]
            )
        cursor.execute(f"UPDATE accounts_providerkey SET credit_usd = {amount}")
    client.force_login(job.requester)
    for page in ("/", "/keys/", "/prompts/", "/?q=dear", "/lists/"):
        assert client.get(page).status_code == 200, page
    work()
    other.refresh_from_db()
    job.refresh_from_db()
    assert (job.status, other.status) == ("done", "done")


def test_a_whole_answer_that_nobody_closed_is_read_after_a_death(
    ask: Ask, settle: Callable[[Generation], None], simulator: Simulator
) -> None:
    job = ask("left open")
    with spool.begin(job.uid, status=200, headers={}, polling=False) as body:
        body.write(good_answer())
    _die(job, "generating", posts=1)
    settle(job)
    assert (job.status, job.pictures.count(), simulator.posts("left open")) == ("done", 1, 0)


def test_half_an_answer_is_no_answer(ask: Ask, settle: Callable[[Generation], None]) -> None:
    job = ask("cut")
    with spool.begin(job.uid, status=200, headers={}, polling=False) as body:
        body.write(good_answer()[:-20])
    _die(job, "generating", posts=1)
    settle(job)
    assert (job.status, job.code) == ("unknown", "worker_died")


def test_cancelling_a_job_that_goes_round_ends_it(ask: Ask, client: Client) -> None:
    job = ask("goes round")
    past = timezone.now() - timedelta(minutes=1)
    Generation.objects.filter(pk=job.pk).update(
        status="generating", faults=1, posts=1, sent_at=past
    )
    client.force_login(job.requester)
    client.post(f"/jobs/{job.uid}/cancel/")
    job.refresh_from_db()
    assert (job.status, job.code, job.may_have_charged) == ("unknown", "internal_error", True)


def test_a_locked_database_costs_nothing(ask: Ask, simulator: Simulator, settings: Any) -> None:
    import sqlite3
    import time

    from tests.services.worker.test_broken_disk import ResidentDrain
    from tests.services.worker.test_crash_and_resume import _status, _until

    if connection.vendor != "sqlite":
        pytest.skip("its own test ends PostgreSQL's connections")
    job = ask("[slow=1]")
    with ResidentDrain():
        _until(lambda: _status(job) == "generating")
        other = sqlite3.connect(connection.settings_dict["NAME"], timeout=5)
        other.execute("BEGIN EXCLUSIVE")
        time.sleep(3)
        other.rollback()
        other.close()
        _until(lambda: _status(job) == "done", 30)
    assert simulator.posts(job.prompt) == 1


def test_connections_that_the_server_ends_cost_nothing(ask: Ask, simulator: Simulator) -> None:
    from tests.services.worker.test_broken_disk import ResidentDrain
    from tests.services.worker.test_crash_and_resume import _status, _until

    if connection.vendor != "postgresql":
        pytest.skip("a file has no connections that somebody could end")
    job, later = ask("[slow=2]"), None
    with ResidentDrain():
        _until(lambda: _status(job) == "generating")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        later = ask("and the drain goes on")
        _until(lambda: _status(job) == "done", 20)
        _until(lambda: _status(later) == "done", 20)
    assert simulator.posts(job.prompt) == 1


def test_a_card_that_cannot_be_drawn_keeps_no_other_from_the_strip(
    ask: Ask, client: Client
) -> None:
    broken, sound = ask("cannot be drawn"), ask("can be drawn")
    Generation.objects.filter(pk=broken.pk).update(status="generating", options=[1], previews=1)
    client.force_login(sound.requester)
    page = client.get("/")
    assert page.status_code == 200
    assert f"job-{sound.uid}" in page.content.decode()
    assert f"job-{broken.uid}" not in page.content.decode()
