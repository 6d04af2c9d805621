"""Asking: everything is checked before spending, and a resent form is one job."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connections
from django_q.models import OrmQ

from accounts.models import ProviderSetting, Role, User
from generations import offers
from generations.models import Event, Generation
from generations.providers.errors import RequestRefused
from generations.providers.types import ImageRequest
from generations.services.jobs.submit import Asked, shares, submit
from tests.simulator.server import Simulator

BOAT = ImageRequest(model="gpt-image-1", prompt="a paper boat")


def _codes(refusal: pytest.ExceptionInfo[RequestRefused]) -> set[tuple[str, str]]:
    return {(problem.field, problem.code) for problem in refusal.value.problems}


def test_row_event_and_wake_up_come_together(alice: User) -> None:
    (job,) = submit(alice, Asked(provider="fastapi", requests=(BOAT,)))
    assert job.status == "queued"
    assert list(job.events.values_list("kind", flat=True)) == ["queued"]
    assert OrmQ.objects.count() == 1


def test_the_same_ticket_twice_is_one_job(alice: User) -> None:
    asked = Asked(provider="fastapi", requests=(BOAT,), ticket=uuid.uuid4())
    first, second = submit(alice, asked), submit(alice, asked)
    assert [job.pk for job in first] == [job.pk for job in second]
    assert Generation.objects.count() == 1


def test_a_double_click_in_the_same_moment_is_one_job(alice: User) -> None:
    asked = Asked(provider="fastapi", requests=(BOAT, BOAT), ticket=uuid.uuid4())
    start = threading.Barrier(4)

    def click() -> None:
        start.wait()
        submit(alice, asked)
        connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert Generation.objects.count() == 2


def test_a_ticket_of_somebody_else_brings_nothing_of_theirs(alice: User, bob: User) -> None:
    ticket = uuid.uuid4()
    submit(alice, Asked(provider="fastapi", requests=(BOAT,), ticket=ticket))
    sandbox = ImageRequest(model="sandbox/scenes", prompt="a hill")
    (job,) = submit(bob, Asked(provider="sandbox", requests=(sandbox,), ticket=ticket))
    assert job.requester == bob


def test_every_problem_is_told_at_once_and_nothing_is_written(alice: User) -> None:
    request = ImageRequest(
        model="gpt-image-1",
        prompt="",
        options={"quality": "hd", "background": "transparent", "output_format": "jpeg"},
    )
    with pytest.raises(RequestRefused) as refusal:
        submit(alice, Asked(provider="fastapi", requests=(request,)))
    assert {field for field, _ in _codes(refusal)} == {"prompt", "quality", "output_format"}
    assert not Generation.objects.exists()
    assert not Event.objects.exists()
    assert not OrmQ.objects.exists()


def test_a_viewer_cannot_spend(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(role=Role.VIEWER)
    alice.refresh_from_db()
    with pytest.raises(RequestRefused) as refusal:
        submit(alice, Asked(provider="fastapi", requests=(BOAT,)))
    assert ("user", "viewer") in _codes(refusal)


def test_without_a_key_the_router_is_not_asked(bob: User) -> None:
    with pytest.raises(RequestRefused) as refusal:
        submit(bob, Asked(provider="fastapi", requests=(BOAT,)))
    assert _codes(refusal) == {("key", "required")}


def test_a_key_is_chosen_by_its_label(alice: User) -> None:
    from accounts.keys import key_vault

    key_vault.store(owner=alice, provider="fastapi", label="campaign", secret="sk-good-campaign-99")
    (job,) = submit(alice, Asked(provider="fastapi", requests=(BOAT,), key_label="campaign"))
    assert (job.key_label, job.key_last4) == ("campaign", "n-99")
    with pytest.raises(RequestRefused) as refusal:
        submit(alice, Asked(provider="fastapi", requests=(BOAT,), key_label="nothing"))
    assert _codes(refusal) == {("key", "not_a_choice")}


def test_a_provider_switched_off_takes_no_jobs(alice: User) -> None:
    ProviderSetting.objects.create(slug="sandbox", is_on=False)
    request = ImageRequest(model="sandbox/scenes", prompt="a hill")
    with pytest.raises(RequestRefused) as refusal:
        submit(alice, Asked(provider="sandbox", requests=(request,)))
    assert ("provider", "not_a_choice") in _codes(refusal)


@pytest.mark.parametrize(
    ("provider", "model", "pictures", "split"),
    [
        ("fastapi", "gpt-image-1", 4, [4]),
        ("fastapi", "dall-e-3", 3, [1, 1, 1]),
        ("imagerouter", "test/test", 3, [None, None, None]),
        ("sandbox", "sandbox/scenes", 10, [8, 2]),
    ],
)
def test_a_count_is_split_where_the_router_has_no_n(
    provider: str, model: str, pictures: int, split: list[int | None], alice: User
) -> None:
    spec = offers.spec_for(provider, model)
    assert spec is not None
    assert shares(spec, pictures) == split


def test_a_router_of_an_admins_own_works_like_the_others(
    alice: User, simulator: Simulator, settle: Callable[[Generation], None], settings: object
) -> None:
    from accounts.keys import key_vault

    settings.PRIVATE_HOSTS = ["127.0.0.1"]  # type: ignore[attr-defined]
    ProviderSetting.objects.create(
        slug="studio", label="Studio", base_url=simulator.url("custom"), models_text="gpt-image-1\n"
    )
    key_vault.store(owner=alice, provider="studio", label="mine", secret="sk-good-studio-0001")
    (job,) = submit(alice, Asked(provider="studio", requests=(BOAT,)))
    settle(job)
    assert job.status == "done"
