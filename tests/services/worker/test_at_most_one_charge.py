"""How often a job is sent, and how it ends, in every weather: rules.md sections 1 and 2."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts.models import KeyStatus, ProviderKey
from generations.models import Generation
from generations.stored import spool
from tests.simulator.server import Simulator

Ask = Callable[..., Generation]
Work = Callable[[], None]

# router, weather -> state, code, POSTs, may it have been charged
ENDS = [
    ("fastapi", "[401]", "failed", "key_rejected", 1, False),
    ("fastapi", "[400]", "refused", "bad_request", 1, False),
    ("fastapi", "[404]", "refused", "model_not_found", 1, False),
    ("fastapi", "[moderated]", "refused", "content_refused", 1, None),
    ("fastapi", "[500]", "failed", "unavailable", 1, True),
    ("fastapi", "[503]", "failed", "unavailable", 1, True),
    ("fastapi", "[no-money]", "failed", "no_credit", 1, False),
    ("fastapi", "[reset]", "unknown", "connection_lost", 1, True),
    ("fastapi", "[cut-off]", "unknown", "connection_lost", 1, True),
    ("fastapi", "[garbage]", "unknown", "bad_answer", 1, True),
    ("fastapi", "[empty]", "failed", "empty_answer", 1, True),
    ("fastapi", "[not-an-image]", "failed", "not_an_image", 1, True),
    ("fastrouter", "[401]", "failed", "key_rejected", 1, False),
    ("fastrouter", "[402]", "failed", "no_credit", 1, False),
    ("fastrouter", "[500]", "failed", "unavailable", 1, True),
    ("fastrouter", "[502]", "failed", "unavailable", 1, True),
    ("fastrouter", "[cut-off]", "unknown", "connection_lost", 1, True),
    ("imagerouter", "[401]", "failed", "key_rejected", 1, False),
    ("imagerouter", "[error-with-200]", "failed", "unavailable", 1, True),
    ("imagerouter", "[500]", "failed", "unavailable", 1, True),
    ("imagerouter", "[cut-off]", "unknown", "connection_lost", 1, True),
    ("imagerouter", "[heartbeat]", "done", "", 1, False),
    ("openrouter", "[401]", "failed", "key_rejected", 1, False),
    ("openrouter", "[402]", "failed", "no_credit", 1, False),
    ("openrouter", "[moderated]", "refused", "content_refused", 1, False),
    ("openrouter", "[500]", "failed", "unavailable", 2, False),
    ("openrouter", "[502]", "failed", "unavailable", 2, False),
    ("openrouter", "[503]", "failed", "unavailable", 3, False),
    ("openrouter", "[500-once]", "done", "", 2, False),
    ("openrouter", "[reset]", "unknown", "connection_lost", 1, True),
]


@pytest.mark.parametrize(("provider", "weather", "status", "code", "posts", "charged"), ENDS)
def test_each_weather_ends_honestly_after_so_many_posts(
    provider: str,
    weather: str,
    status: str,
    code: str,
    posts: int,
    charged: bool | None,
    ask: Ask,
    settle: Callable[[Generation], None],
    simulator: Simulator,
) -> None:
    job = ask(f"weather {weather}", provider=provider)
    settle(job)
    assert (job.status, job.code) == (status, code), job.message
    assert simulator.posts(job.prompt) == job.posts == job.attempts.count() == posts
    assert charged is None or job.may_have_charged is charged
    assert job.cost_usd is None or job.status == "done"


@pytest.mark.parametrize("provider", ["fastapi", "fastrouter", "imagerouter", "openrouter"])
def test_a_429_is_waited_for_and_sent_again_at_most_three_times(
    provider: str, ask: Ask, settle: Callable[[Generation], None], simulator: Simulator
) -> None:
    job = ask("busy [429]", provider=provider)
    settle(job)
    assert (job.status, job.code) == ("failed", "rate_limited")
    assert simulator.posts(job.prompt) == 3
    assert [attempt.http_status for attempt in job.attempts.all()] == [429] * job.posts


def test_a_429_once_ends_in_a_picture(
    ask: Ask, settle: Callable[[Generation], None], simulator: Simulator
) -> None:
    job = ask("busy [429-once]", provider="openrouter")
    settle(job)
    assert job.status == "done"
    assert simulator.posts(job.prompt) == 2


def test_retry_after_is_obeyed_and_the_key_rests_meanwhile(ask: Ask, work: Work) -> None:
    job = ask("busy [429-retry-after=30]", provider="openrouter")
    work()
    job.refresh_from_db()
    key = ProviderKey.objects.get(provider="openrouter")
    assert job.status == "queued"
    assert key.paused_until is not None
    assert 25 < (key.paused_until - timezone.now()).total_seconds() <= 30
    other = ask("must wait for the key", provider="openrouter")
    elsewhere = ask("another key does not rest", provider="fastapi")
    work()
    other.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (other.status, elsewhere.status) == ("queued", "done")


def test_pauses_grow_while_the_router_keeps_saying_429(ask: Ask, work: Work) -> None:
    from accounts.keys import key_vault

    key_id = ask(provider="openrouter").key_id
    assert key_id is not None
    assert [key_vault.pause(key_id, None) for _ in range(3)] == [0.1, 0.2, 0.4]
    assert key_vault.pause(key_id, 9000) == 300
    key_vault.used(key_id)
    assert key_vault.pause(key_id, None) == 0.1


def test_an_answer_that_cannot_be_read_stays_in_the_spool(ask: Ask, work: Work) -> None:
    job = ask("[garbage]")
    work()
    assert spool.answer_of(job.uid) is not None


def test_a_router_that_cannot_be_reached_costs_nothing_and_is_not_tried_again(
    ask: Ask, work: Work, settings: object
) -> None:
    settings.PROVIDER_URLS = {"fastapi": "http://127.0.0.1:9/v1"}  # type: ignore[attr-defined]
    job = ask("nobody there")
    work()
    job.refresh_from_db()
    assert (job.status, job.code, job.may_have_charged) == ("failed", "unavailable", False)
    assert job.posts == 1


def test_a_poll_that_fails_says_nothing_about_the_job(
    ask: Ask, settle: Callable[[Generation], None], simulator: Simulator
) -> None:
    job = ask("[pending=1] [task-500-once]", provider="fastrouter", model="leonardo-ai/phoenix")
    settle(job)
    assert job.status == "done"
    assert simulator.posts(job.prompt) == 1


def test_a_key_refused_while_polling_says_nothing_about_the_job(ask: Ask, work: Work) -> None:
    job = ask("[task-401] [pending=1]", provider="fastrouter", model="leonardo-ai/phoenix")
    for _ in range(3):
        work()
    job.refresh_from_db()
    assert job.status == "polling"
    assert ProviderKey.objects.get(provider="fastrouter").status != KeyStatus.REJECTED


def test_a_403_does_not_retire_the_key(ask: Ask, work: Work) -> None:
    ask("[403]", provider="openrouter")
    work()
    assert ProviderKey.objects.get(provider="openrouter").status != KeyStatus.REJECTED


def test_a_task_the_router_says_has_failed_ends_free(
    ask: Ask, settle: Callable[[Generation], None]
) -> None:
    job = ask("[failed-task]", provider="fastrouter", model="leonardo-ai/phoenix")
    settle(job)
    assert job.status == "failed"
    assert not job.may_have_charged


def test_a_task_unknown_twice_in_a_row_ends(ask: Ask, settle: Callable[[Generation], None]) -> None:
    job = ask("[task-404]", provider="fastrouter", model="leonardo-ai/phoenix")
    settle(job)
    assert job.status == "failed"
    assert job.may_have_charged


def test_a_job_that_stays_pending_is_given_up_as_unknown(
    ask: Ask, settle: Callable[[Generation], None], settings: object
) -> None:
    settings.POLL_LIMIT_S = 0.5  # type: ignore[attr-defined]
    job = ask("[pending-forever]", provider="fastrouter", model="leonardo-ai/phoenix")
    settle(job)
    assert (job.status, job.code) == ("unknown", "poll_gave_up")
