"""Whose turn it is: fewest on the line, longest unserved, oldest job (rules.md section 4)."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from accounts.keys import key_vault
from accounts.models import User
from generations.models import Attempt, Generation
from generations.providers.types import ImageRequest
from generations.services.jobs.submit import Asked, submit
from generations.services.worker import claim_lease, fair_scheduling
from tests.simulator.server import Simulator

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def _job(pk: int, person: int, served: datetime | None = None) -> fair_scheduling.Waiting:
    return fair_scheduling.Waiting(id=pk, requester_id=person, provider="fastapi", served_at=served)


def _order(*jobs: fair_scheduling.Waiting, busy: dict[int, int] | None = None) -> list[int]:
    return [job.id for job in fair_scheduling.order(jobs, Counter(busy or {}), 100)]


def test_people_take_turns_however_many_jobs_one_of_them_has() -> None:
    assert _order(_job(1, 1), _job(2, 1), _job(3, 1), _job(4, 2), _job(5, 2)) == [1, 4, 2, 5, 3]


def test_who_has_fewer_on_the_line_comes_first() -> None:
    assert _order(_job(1, 1), _job(2, 2), busy={1: 1}) == [2, 1]


def test_a_tie_goes_to_the_one_served_longest_ago() -> None:
    late, early = NOON, NOON - timedelta(hours=1)
    assert _order(_job(1, 1, late), _job(2, 2, early)) == [2, 1]


def test_a_person_gets_their_oldest_job_first() -> None:
    assert _order(_job(9, 1), _job(3, 1)) == [3, 9]


def test_place_in_line_counts_private_jobs_of_others_as_numbers(alice: User, bob: User) -> None:
    sandbox = ImageRequest(model="sandbox/scenes", prompt="a hill")
    (first,) = submit(bob, Asked(provider="sandbox", requests=(sandbox,), visibility="private"))
    (second,) = submit(alice, Asked(provider="sandbox", requests=(sandbox,)))
    assert fair_scheduling.places() == {first.pk: 1, second.pk: 2}


def test_a_paused_key_is_skipped_and_its_owners_other_keys_are_not(
    alice: User, simulator: Simulator
) -> None:
    boat = ImageRequest(model="gpt-image-1", prompt="a paper boat")
    key_vault.store(owner=alice, provider="fastapi", label="other", secret="sk-good-other-000001")
    (tired,) = submit(alice, Asked(provider="fastapi", requests=(boat,), key_label="mine"))
    (fresh,) = submit(alice, Asked(provider="fastapi", requests=(boat,), key_label="other"))
    assert tired.key_id is not None
    key_vault.pause(tired.key_id, 60)
    assert [job.pk for job in claim_lease.claim_new("me:1:a", 10)] == [fresh.pk]


def test_imagerouter_gets_at_most_fifteen_posts_a_second(
    alice: User, simulator: Simulator, work: Callable[[], None]
) -> None:
    request = ImageRequest(model="test/test", prompt="many")
    submit(alice, Asked(provider="imagerouter", requests=(request,) * 32))
    started = time.monotonic()
    while Generation.objects.exclude(status="done").exists() and time.monotonic() - started < 20:
        work()
    assert sum(call.method == "POST" for call in simulator.calls) == 32
    sent = Attempt.objects.order_by("sent_at").values_list("sent_at", flat=True)
    times = [at.timestamp() for at in sent]
    assert len(times) == 32
    windows = [sum(start <= at < start + 1 for at in times) for start in times]
    assert max(windows) <= 15


def test_two_drains_never_claim_the_same_job(alice: User, simulator: Simulator) -> None:
    boat = ImageRequest(model="gpt-image-1", prompt="a paper boat")
    submit(alice, Asked(provider="fastapi", requests=(boat,) * 10))
    first = {job.pk for job in claim_lease.claim_new("a:1:x", 6)}
    second = {job.pk for job in claim_lease.claim_new("b:2:y", 6)}
    assert (len(first), len(second)) == (6, 4)
    assert not first & second
