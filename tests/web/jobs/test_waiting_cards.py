"""A card that stands still says until when and why, to those who may know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.keys import key_vault
from accounts.models import ProviderKey, User
from generations.models import Generation, Status
from generations.services.worker import fault_attribution
from tests.factories import make_generation, make_key


@pytest.fixture
def waiting(bob: User) -> Generation:
    key = make_key(bob, "fastapi")
    return make_generation(bob, status=Status.QUEUED, provider="fastapi", key=key)


def page(person: User, as_user: Any) -> str:
    html: str = as_user(person).get("/").content.decode()
    return html


def test_after_a_429_it_says_the_moment_and_that_the_router_asked(
    waiting: Generation, bob: User, as_user: Any
) -> None:
    until = timezone.now() + timedelta(seconds=90)
    Generation.objects.update(due_at=until, code="rate_limited")
    html = page(bob, as_user)
    assert until.strftime("%H:%M:%S") in html
    assert "FastAPI.ai asked to wait. Nothing was charged." in html


def test_a_paused_key_holds_its_other_jobs_and_says_so(
    waiting: Generation, bob: User, as_user: Any
) -> None:
    until = timezone.now() + timedelta(seconds=200)
    ProviderKey.objects.update(paused_until=until)
    html = page(bob, as_user)
    assert until.strftime("%H:%M:%S") in html
    assert "asked this key to wait" in html


def test_a_refused_key_is_named_on_the_jobs_that_wait_for_it(
    waiting: Generation, bob: User, as_user: Any
) -> None:
    key_vault.rejected(waiting.key_id or 0, "401")
    assert "was refused by FastAPI.ai. Check it again or replace it." in page(bob, as_user)


def test_a_key_that_is_being_asked_about_says_when_its_jobs_end(
    waiting: Generation, bob: User, as_user: Any
) -> None:
    ProviderKey.objects.update(resting_at=timezone.now())
    html = page(bob, as_user)
    assert "is being asked about it." in html
    assert "ends, unsent and free, 24 hours after it was asked for" in html


def test_surroundings_that_fail_are_named(waiting: Generation, bob: User, as_user: Any) -> None:
    Generation.objects.update(status=Status.SAVING, message=fault_attribution.DISK)
    assert fault_attribution.DISK in page(bob, as_user)


def test_a_colleague_reads_none_of_it(waiting: Generation, charlie: User, as_user: Any) -> None:
    Generation.objects.update(
        due_at=timezone.now() + timedelta(seconds=90),
        code="rate_limited",
        message=fault_attribution.DISK,
    )
    html = page(charlie, as_user)
    assert "asked to wait" not in html
    assert fault_attribution.DISK not in html
