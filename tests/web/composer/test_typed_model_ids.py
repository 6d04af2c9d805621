"""A router that cannot tell its models is used by typing a model id, where an admin allows it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import Limit, ProviderSetting, Role, User
from generations.models import Generation, Offer
from generations.providers.errors import RequestRefused
from generations.providers.types import ImageRequest
from generations.services.jobs.submit import Asked, submit
from tests.factories import make_key, make_user
from tests.web.composer.test_composer import HTMX, fields, send


@pytest.fixture
def router(db: None) -> ProviderSetting:
    return ProviderSetting.objects.create(
        slug="ours",
        label="Ours",
        base_url="https://images.example.org/v1",
        takes_typed_ids=True,
    )


@pytest.fixture
def client(bob: User, as_user: Any, router: ProviderSetting) -> Client:
    make_key(bob, "ours")
    made: Client = as_user(bob)
    return made


def typed(model: str, **more: str) -> dict[str, str]:
    return fields(choice="ours:", **{"typed.ours": model}) | more


def asked(model: str, **options: Any) -> Asked:
    request = ImageRequest(model=model, prompt="a boat", options=options)
    return Asked(provider="ours", requests=(request,))


def test_a_typed_id_makes_a_job_of_unknown_price(client: Client) -> None:
    assert send(client, typed("lab/new-model:free", **{"o.size": "1280x720"})).status_code == 200
    job = Generation.objects.get()
    assert (job.model, job.options) == ("lab/new-model:free", {"size": "1280x720"})
    assert (job.estimate_low, job.estimate_high) == (None, None)


def test_the_form_shows_size_as_free_text_and_says_that_nothing_is_known(client: Client) -> None:
    page = client.post("/composer/params/", typed("lab/new"), headers=HTMX).content.decode()
    assert 'name="o.size"' in page
    assert "neither its settings nor its price" in client.get("/").content.decode()


def test_it_stands_in_the_picker_from_then_on(client: Client) -> None:
    send(client, typed("lab/new"))
    assert 'value="ours:lab/new"' in client.get("/").content.decode()


@pytest.mark.parametrize("model", ["m" * 201, "two words", "tab\there"])
def test_what_is_no_id_is_told_at_its_field_and_not_cut(model: str, client: Client) -> None:
    answer = send(client, typed(model))
    assert answer.status_code == 422
    assert "A model id" in answer.content.decode()
    assert not Generation.objects.exists()


def test_an_id_as_long_as_lists_have_them_is_sent_whole(client: Client) -> None:
    send(client, typed("m" * 200))
    assert Generation.objects.get().model == "m" * 200


def test_switched_off_nobody_types(client: Client, router: ProviderSetting) -> None:
    ProviderSetting.objects.update(takes_typed_ids=False, models_text="known")
    assert send(client, typed("lab/new")).status_code == 422
    assert "data-typed-model" not in client.get("/").content.decode()


def test_a_role_with_a_list_of_models_needs_the_id_in_it(client: Client, bob: User) -> None:
    limit = Limit.objects.create(role=Role.MEMBER, models_text="ours:lab/*")
    with pytest.raises(RequestRefused) as caught:
        submit(bob, asked("other/new"))
    assert caught.value.problems[0].code == "not_allowed"
    assert submit(bob, asked("lab/new"))
    limit.delete()


def test_where_new_models_wait_the_first_typed_id_makes_an_offer_and_no_job(
    client: Client, bob: User
) -> None:
    ProviderSetting.objects.update(new_models_wait=True)
    for _ in range(2):
        with pytest.raises(RequestRefused) as caught:
            submit(bob, asked("lab/new"))
        assert caught.value.problems[0].code == "not_approved"
    offer = Offer.objects.get()
    assert (offer.model, offer.is_waiting) == ("lab/new", True)
    assert not Generation.objects.exists()
    ada = make_user("ada@example.org", role=Role.ADMIN)
    admin = Client()
    admin.force_login(ada)
    assert "lab/new" in admin.get("/team/models/?provider=ours").content.decode()
    Offer.objects.update(is_waiting=False)
    assert submit(bob, asked("lab/new"))


def test_limits_refuse_what_they_cannot_judge(client: Client, bob: User) -> None:
    Limit.objects.create(role=Role.MEMBER, most_edge=1024)
    for size, is_fine in (("", False), ("large", False), ("2048x1024", False), ("1024x768", True)):
        options = {"size": size} if size else {}
        if is_fine:
            assert submit(bob, asked("lab/new", **options))
        else:
            with pytest.raises(RequestRefused) as caught:
                submit(bob, asked("lab/new", **options))
            assert caught.value.problems[0].field == "size"
    Limit.objects.update(most_edge=None, most_quality="low")
    with pytest.raises(RequestRefused) as caught:
        submit(bob, asked("lab/new"))
    assert "nobody knows" in caught.value.problems[0].message


def test_an_admin_switches_it_on(db: None, router: ProviderSetting) -> None:
    ada = make_user("ada@example.org", role=Role.ADMIN)
    admin = Client()
    admin.force_login(ada)
    data = {"provider": "ours", "base_url": router.base_url, "is_on": "on"}
    admin.post("/team/providers/", data)
    router.refresh_from_db()
    assert not router.takes_typed_ids
    admin.post("/team/providers/", data | {"takes_typed_ids": "on"})
    router.refresh_from_db()
    assert router.takes_typed_ids
