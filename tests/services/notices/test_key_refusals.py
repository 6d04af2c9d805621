"""One 401: the key rests until its router's free call has answered, and is put aside only then."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.keys import key_refusals, key_vault
from accounts.models import KeyStatus, Notice, ProviderKey, Share, User
from generations import tasks
from generations.models import Generation
from generations.providers.errors import RequestRefused
from generations.providers.types import ImageRequest
from generations.services.jobs.submit import Asked, submit
from generations.services.notices import key_refusal_check

Ask = Callable[..., Generation]
Work = Callable[[], None]


def key_of(provider: str) -> ProviderKey:
    return ProviderKey.objects.get(provider=provider)


def refuse(ask: Ask, work: Work, provider: str, model: str = "") -> Generation:
    """A job whose paid call is answered with 401, and the check that follows."""
    job = ask("[401]", provider=provider, model=model)
    work()
    job.refresh_from_db()
    assert (job.status, job.code, job.posts) == ("failed", "key_rejected", 1)
    return job


def wait_over(provider: str) -> None:
    tasks.judge_key(key_of(provider).pk)


def test_while_its_router_is_asked_no_other_job_is_sent_and_none_fails(
    ask: Ask, work: Work, simulator: Any
) -> None:
    refuse(ask, work, "openrouter")
    other, elsewhere = ask("waits", provider="openrouter"), ask("goes on")
    work()
    other.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (other.status, elsewhere.status) == ("queued", "done")
    wait_over("openrouter")
    work()
    other.refresh_from_db()
    assert other.status == "done"
    assert key_of("openrouter").status == KeyStatus.WORKING


def test_a_key_that_its_router_calls_bad_is_put_aside_and_its_jobs_wait(
    ask: Ask, work: Work, alice: User, client: Client, simulator: Any
) -> None:
    key = key_of("openrouter")
    key_vault.replace(key, "sk-bad-openrouter-0123456789")
    first = ask("first", provider="openrouter")
    second = ask("second", provider="openrouter")
    settings_of_one_slot(second)
    work()
    first.refresh_from_db()
    assert first.code == "key_rejected"
    Generation.objects.filter(pk=second.pk).update(due_at=timezone.now())
    wait_over("openrouter")
    work()
    second.refresh_from_db()
    assert second.status == "queued"
    assert key_of("openrouter").status == KeyStatus.REJECTED
    assert Notice.objects.get(kind="key_stopped").person == alice
    client.force_login(alice)
    page = client.get("/").content.decode()
    assert "was refused by OpenRouter" in page
    key_vault.replace(key_of("openrouter"), "sk-good-openrouter-9999999")
    work()
    second.refresh_from_db()
    assert second.status == "done"


def settings_of_one_slot(job: Generation) -> None:
    """Not due yet: one job meets the refusal first."""
    Generation.objects.filter(pk=job.pk).update(due_at=timezone.now() + timedelta(minutes=5))


def test_a_good_key_goes_after_the_third_model_within_the_hour(ask: Ask, work: Work) -> None:
    models = ("gpt-image-1", "gpt-image-1-mini", "dall-e-3")
    for number, model in enumerate(models, start=1):
        refuse(ask, work, "fastapi", model)
        wait_over("fastapi")
        is_aside = key_of("fastapi").status == KeyStatus.REJECTED
        assert is_aside == (number == 3)
    assert "dall-e-3" in key_of("fastapi").last_error


def test_the_same_model_three_times_is_no_reason(ask: Ask, work: Work) -> None:
    for _ in range(3):
        refuse(ask, work, "fastapi")
        wait_over("fastapi")
    assert key_of("fastapi").status != KeyStatus.REJECTED


def test_what_was_longer_ago_than_an_hour_does_not_count(ask: Ask, work: Work) -> None:
    key = key_of("fastapi")
    past = (timezone.now() - timedelta(minutes=61)).isoformat()
    ProviderKey.objects.filter(pk=key.pk).update(refusals=[[past, "a"], [past, "b"]])
    refuse(ask, work, "fastapi")
    wait_over("fastapi")
    assert key_of("fastapi").status != KeyStatus.REJECTED


def test_where_nothing_proves_a_key_the_second_in_a_row_puts_it_aside(
    ask: Ask, work: Work, settle: Callable[[Generation], None]
) -> None:
    refuse(ask, work, "fastrouter")
    wait_over("fastrouter")
    assert key_of("fastrouter").status != KeyStatus.REJECTED
    good = ask("a success between", provider="fastrouter")
    settle(good)
    assert good.status == "done"
    refuse(ask, work, "fastrouter")
    wait_over("fastrouter")
    assert key_of("fastrouter").status != KeyStatus.REJECTED
    refuse(ask, work, "fastrouter")
    wait_over("fastrouter")
    assert key_of("fastrouter").status == KeyStatus.REJECTED


def test_a_router_that_does_not_answer_is_asked_again(
    ask: Ask, work: Work, simulator: Any, settings: Any
) -> None:
    refuse(ask, work, "openrouter")
    other = ask("waits", provider="openrouter")
    good = dict(settings.PROVIDER_URLS)
    settings.PROVIDER_URLS = good | {"openrouter": "http://127.0.0.1:9/api/v1"}
    wait_over("openrouter")
    assert key_of("openrouter").resting_at is not None
    settings.PROVIDER_URLS = good
    past = timezone.now() - timedelta(minutes=1)
    ProviderKey.objects.filter(provider="openrouter").update(resting_at=past)
    key_refusal_check.wake_left()
    wait_over("openrouter")
    work()
    other.refresh_from_db()
    assert other.status == "done"


def test_the_next_submit_names_the_key_and_the_time(ask: Ask, alice: User) -> None:
    key_vault.rejected(key_of("fastapi").pk, "401")
    with pytest.raises(RequestRefused) as caught:
        ask("no key")
    (problem,) = caught.value.problems
    assert (problem.field, problem.code) == ("key", "key_refused")
    at = timezone.localtime(key_of("fastapi").refused_at).strftime("%H:%M")
    assert f"Your key “mine” was refused by FastAPI.ai at {at}." in problem.message


def test_check_again_brings_it_back(alice: User, simulator: Any) -> None:
    key = key_of("openrouter")
    key_vault.rejected(key.pk, "401")
    key.refresh_from_db()
    assert key_vault.check(key) == KeyStatus.WORKING
    assert key_of("openrouter").is_usable


@pytest.mark.parametrize("state", ["resting", "put aside", "paused"])
def test_the_waiting_jobs_of_a_removed_key_end_free(
    state: str, ask: Ask, work: Work, alice: User, simulator: Any
) -> None:
    key, now = key_of("openrouter"), timezone.now()
    other = ask("waits", provider="openrouter")
    changes: dict[str, dict[str, Any]] = {
        "resting": {"resting_at": now},
        "put aside": {"status": KeyStatus.REJECTED},
        "paused": {"paused_until": now + timedelta(minutes=5)},
    }
    ProviderKey.objects.filter(pk=key.pk).update(**changes[state])
    work()
    other.refresh_from_db()
    assert other.status == "queued"
    key_vault.forget(key_of("openrouter"))
    work()
    other.refresh_from_db()
    assert (other.status, other.posts, other.may_have_charged) == ("failed", 0, False)
    assert other.message == "The key “mine” was removed."


def test_a_resting_key_that_no_longer_opens_keeps_no_job_waiting(
    ask: Ask, work: Work, simulator: Any
) -> None:
    refuse(ask, work, "openrouter")
    other = ask("waits", provider="openrouter")
    ProviderKey.objects.filter(provider="openrouter").update(sealed="nothing that opens")
    wait_over("openrouter")
    work()
    other.refresh_from_db()
    assert (other.status, other.code, other.posts) == ("failed", "key_rejected", 0)


def judge_apart(pk: int) -> None:
    tasks.judge_key(pk)
    connection.close()


def check_apart(pk: int) -> None:
    key_vault.check(ProviderKey.objects.get(pk=pk))
    connection.close()


@pytest.mark.parametrize("check", [judge_apart, check_apart])
def test_what_was_said_of_a_key_that_was_replaced_meanwhile_is_not_said_of_the_new_one(
    check: Callable[[int], None], ask: Ask, work: Work, simulator: Any
) -> None:
    key_vault.replace(key_of("openrouter"), "sk-bad-openrouter-0123456789")
    job = ask("first", provider="openrouter")
    work()
    job.refresh_from_db()
    assert job.code == "key_rejected"
    simulator.answer_with("openrouter", path="/key", pieces=[1.5], status=401, body=b"{}")
    checks = threading.Thread(target=check, args=[key_of("openrouter").pk])
    checks.start()
    time.sleep(0.5)
    key_vault.replace(key_of("openrouter"), "sk-good-openrouter-9999999")
    checks.join()
    assert key_of("openrouter").is_usable


def test_a_late_refusal_of_a_key_that_is_put_aside_has_nobody_asked_again(alice: User) -> None:
    pk = key_of("openrouter").pk
    key_vault.rejected(pk, "401")
    assert not key_refusals.note(pk, "a")
    ProviderKey.objects.filter(pk=pk).update(resting_at=timezone.now() - timedelta(minutes=1))
    assert key_refusals.unanswered() == []


def test_what_was_claimed_but_not_sent_when_the_refusal_came_waits_as_well(
    ask: Ask, work: Work, simulator: Any
) -> None:
    key_vault.replace(key_of("imagerouter"), "sk-bad-imagerouter-0123456789")
    jobs = [ask(f"no. {number}", provider="imagerouter") for number in range(12)]
    work()
    states = [Generation.objects.get(pk=job.pk).status for job in jobs]
    assert states[0] == "failed"
    assert states.count("queued") > 6  # its POSTs are spaced by 70 ms; the answer takes less
    assert not Generation.objects.filter(status="queued", posts__gt=0).exists()


@pytest.mark.parametrize("named", ["", "mine", "team"])
def test_who_used_the_teams_key_reads_that_it_was_refused_and_whose_turn_it_is(
    named: str, alice: User, bob: User, simulator: Any
) -> None:
    key = key_of("fastapi")
    ProviderKey.objects.filter(pk=key.pk).update(share=Share.EVERYONE)
    key_vault.rejected(key.pk, "401")
    label = f"team:{key.pk}" if named == "team" else named
    request = ImageRequest(model="gpt-image-1", prompt="a boat")
    with pytest.raises(RequestRefused) as caught:
        submit(bob, Asked(provider="fastapi", requests=(request,), key_label=label))
    (problem,) = caught.value.problems
    assert problem.code == "key_refused"
    assert "The team’s key “mine” was refused by FastAPI.ai at " in problem.message
    assert "Its owner has to check or replace it." in problem.message
