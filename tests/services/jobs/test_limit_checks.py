"""Limits: refused before spending, all at once, in words; slots not given beyond them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from accounts.models import Limit, Role, User
from generations.models import Generation, Offer
from generations.providers.errors import RequestRefused
from generations.providers.types import ImageRequest
from generations.services.jobs.submit import Asked, submit
from generations.services.worker import claim_lease
from tests.factories import make_generation, make_user

Ask = Callable[..., Generation]


def boat(**options: Any) -> ImageRequest:
    return ImageRequest(model="gpt-image-1", prompt="a paper boat", options=options)


def refusal_of(user: User, *requests: ImageRequest) -> dict[str, str]:
    with pytest.raises(RequestRefused) as refusal:
        submit(user, Asked(provider="fastapi", requests=requests))
    return {problem.field: problem.message for problem in refusal.value.problems}


def test_every_limit_is_told_at_once_with_who_can_lift_it(alice: User) -> None:
    make_user("ada@example.org", role=Role.ADMIN, name="Ada")
    Limit.objects.create(
        role=Role.MEMBER,
        per_day=0,
        most_n=2,
        most_quality="low",
        most_edge=1024,
        models_text="sandbox:*",
    )
    told = refusal_of(alice, boat(quality="high", size="1536x1024", n=4))
    assert set(told) == {"model", "quality", "size", "count", "user"}
    assert all(message.endswith("Ada can lift this.") for message in told.values())
    assert "0 are left until midnight" in told["user"]
    assert not Generation.objects.exists()


@pytest.mark.parametrize(
    ("limit", "allowed", "refused"),
    [
        ({"most_quality": "medium"}, {"quality": "medium"}, {"quality": "high"}),
        ({"most_quality": "medium"}, {"quality": "low"}, {}),
        ({"most_quality": "medium"}, {"quality": "low"}, {"quality": "auto"}),
        ({"most_quality": "high"}, {}, None),
        ({"most_edge": 1024}, {"size": "1024x1024"}, {"size": "1024x1536"}),
        ({"most_edge": 1024}, {}, None),
        ({"most_n": 3}, {"n": 3}, {"n": 4}),
        ({"models_text": "fastapi:gpt-*\n"}, {}, None),
    ],
)
def test_what_is_within_passes_and_what_is_beyond_does_not(
    limit: dict[str, Any], allowed: dict[str, Any], refused: dict[str, Any] | None, alice: User
) -> None:
    Limit.objects.create(role=Role.MEMBER, **limit)
    submit(alice, Asked(provider="fastapi", requests=(boat(**allowed),)))
    if refused is not None:
        assert refusal_of(alice, boat(**refused))


def test_a_persons_own_limit_beats_their_roles(alice: User) -> None:
    Limit.objects.create(role=Role.MEMBER, per_day=0)
    Limit.objects.create(person=alice, per_day=2)
    for _ in range(2):
        submit(alice, Asked(provider="fastapi", requests=(boat(),)))
    assert "2 jobs a day; 0 are left" in refusal_of(alice, boat())["user"]


def test_several_requests_in_one_go_count_together(alice: User) -> None:
    Limit.objects.create(role=Role.MEMBER, most_n=3, per_day=2)
    assert set(refusal_of(alice, boat(n=2), boat(n=2), boat())) == {"count", "user"}


def test_jobs_cancelled_before_they_were_sent_do_not_count(alice: User) -> None:
    Limit.objects.create(role=Role.MEMBER, per_day=1)
    make_generation(alice, status="cancelled", posts=0)
    jobs = submit(alice, Asked(provider="fastapi", requests=(boat(),)))
    assert [job.status for job in jobs] == ["queued"]


def test_two_requests_in_one_moment_do_not_both_take_the_last_place(alice: User) -> None:
    Limit.objects.create(role=Role.MEMBER, per_day=1)
    start = threading.Barrier(4)

    def click() -> None:
        start.wait()
        try:
            submit(alice, Asked(provider="fastapi", requests=(boat(),)))
        except RequestRefused as refusal:
            assert refusal.problems
        finally:
            connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert Generation.objects.count() == 1


def test_a_model_that_waits_for_approval_is_not_asked_for(alice: User) -> None:
    Offer.objects.create(provider="fastapi", model="gpt-image-1", is_waiting=True)
    assert "awaiting approval" in refusal_of(alice, boat())["model"]


def test_a_slot_is_not_given_beyond_jobs_at_once(ask: Ask, alice: User) -> None:
    Limit.objects.create(role=Role.MEMBER, at_once=2)
    jobs = [ask() for _ in range(4)]
    first = claim_lease.claim_new("one", 10)
    assert [job.pk for job in first] == [job.pk for job in jobs[:2]]
    assert claim_lease.claim_new("two", 10) == []
    Generation.objects.filter(pk=jobs[0].pk).update(status="done", lease_owner="", lease_until=None)
    assert [job.pk for job in claim_lease.claim_new("three", 10)] == [jobs[2].pk]


def test_one_persons_limit_leaves_the_others_their_slots(ask: Ask, alice: User) -> None:
    Limit.objects.create(person=alice, at_once=1)
    bob = make_user("bob@example.org")
    for _ in range(3):
        ask()
        make_generation(bob, status="queued", provider="sandbox", model="sandbox/scenes")
    claimed = claim_lease.claim_new("one", 10)
    assert sorted(job.requester.email for job in claimed) == [
        "alice@example.org",
        *["bob@example.org"] * 3,
    ]
