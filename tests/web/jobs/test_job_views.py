"""Cancel, retry, run again, dismissed: what happens, and what the page gets back."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from generations.models import Generation, Status
from tests.factories import make_generation

HTMX = {"HX-Request": "true"}
FREE = {"provider": "sandbox", "model": "sandbox/scenes", "key_label": ""}


def act(client: Any, name: str, job: Generation, query: str = "", **data: str) -> Any:
    return client.post(reverse(name, args=[job.uid]) + query, data, headers=HTMX)


@pytest.fixture
def client(bob: User, as_user: Any) -> Any:
    return as_user(bob)


def test_a_queued_job_is_cancelled_and_can_be_run_again_once(client: Any, bob: User) -> None:
    job = make_generation(bob, status=Status.QUEUED, **FREE)
    assert "Run again" in act(client, "cancel_job", job).content.decode()
    html = act(client, "again_job", job).content.decode()
    assert f'hx-target="#job-{job.uid}" hx-swap="delete"' in html
    act(client, "again_job", job)
    assert Generation.objects.count() == 2


def test_a_sent_job_says_what_cancel_means(client: Any, bob: User) -> None:
    job = make_generation(bob, status=Status.GENERATING)
    assert "may be billed" in act(client, "cancel_job", job).content.decode()
    job.refresh_from_db()
    assert job.status == Status.GENERATING


def test_a_failed_job_is_retried_once_however_often_it_is_clicked(client: Any, bob: User) -> None:
    job = make_generation(bob, status=Status.FAILED, code="unavailable", **FREE)
    act(client, "retry_job", job)
    act(client, "retry_job", job)
    made = Generation.objects.exclude(pk=job.pk).get()
    assert made.made_from == job
    assert made.made_how == "retry"


def test_an_unknown_outcome_asks_before_it_may_bill_twice(client: Any, bob: User) -> None:
    job = make_generation(bob, status=Status.UNKNOWN, code="timeout", **FREE)
    html = act(client, "retry_job", job).content.decode()
    assert "this may bill again" in html
    assert Generation.objects.count() == 1
    act(client, "retry_job", job, "?may_bill_twice=1")
    assert Generation.objects.count() == 2


def test_without_scripts_the_question_is_on_the_page(client: Any, bob: User) -> None:
    job = make_generation(bob, status=Status.UNKNOWN, code="timeout", **FREE)
    response = client.post(reverse("retry_job", args=[job.uid]))
    page = client.get(response["Location"]).content.decode()
    assert "this may bill again" in page


def test_a_retry_that_cannot_be_made_says_why(client: Any, bob: User) -> None:
    job = make_generation(bob, status=Status.FAILED, code="key_rejected")
    response = act(client, "retry_job", job)
    assert response.status_code == 422
    assert "no usable FastAPI.ai key" in response.content.decode()


def test_a_card_dismissed_stays_away(client: Any, bob: User) -> None:
    job = make_generation(bob, status=Status.FAILED, code="no_credit")
    assert "delete" in act(client, "dismiss_job", job).content.decode()
    assert str(job.uid) not in client.get(reverse("workspace")).content.decode()


def test_a_done_job_runs_again_as_often_as_its_page_is_opened(client: Any, bob: User) -> None:
    job = make_generation(bob, options={"seed": 7}, **FREE)
    for ticket in ("0" * 31 + "1", "0" * 31 + "1", "0" * 31 + "2"):
        act(client, "again_job", job, ticket=ticket)
    made = Generation.objects.exclude(pk=job.pk)
    assert made.count() == 2
    assert all("seed" not in other.options for other in made)
