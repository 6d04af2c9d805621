"""A set of which a part came, and words that held the key: what people read, and who."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from generations.models import Generation
from generations.services.jobs.job_json import report
from tests.factories import make_user
from tests.services.jobs.test_reread_answer import good_answer

Ask = Callable[..., Generation]
Settle = Callable[[Generation], None]
KEY = "Kq7xPlmn2Wv9Rt4Z"


def picture() -> dict[str, Any]:
    return dict(json.loads(good_answer())["data"][0])


@pytest.fixture
def half(ask: Ask, settle: Settle, simulator: Any) -> Generation:
    """2 of 3 came; the third is an error that says why."""
    refused = {"error": {"message": "try later", "code": "overloaded"}}
    body = json.dumps({"data": [picture(), picture() | {"revised_prompt": "b"}, refused]}).encode()
    simulator.answer_with("fastapi", headers={"content-type": "application/json"}, body=body)
    job = ask("a set", n=3)
    settle(job)
    return job


def read(who: User, address: str) -> str:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(address).content.decode()


def test_everybody_reads_how_many_came_and_its_owner_and_admins_why(
    half: Generation, alice: User, bob: User
) -> None:
    ada = make_user("ada@example.org", role=Role.ADMIN)
    shown = half.pictures.first()
    assert shown
    assert (half.status, half.unreadable) == ("done", 1)
    for who in (alice, ada, bob):
        page = read(who, f"/pictures/{shown.uid}/")
        assert "2 of 3 came" in page
        assert ("try later" in page) == (who != bob)


def test_it_stands_on_its_owners_strip_until_dismissed(
    half: Generation, alice: User, bob: User
) -> None:
    card = f'id="job-{half.uid}"'
    assert card in read(alice, "/")
    assert "2 of 3 came. FastAPI.ai said: try later" in read(alice, f"/jobs/{half.uid}/")
    assert card not in read(bob, "/")
    client = Client()
    client.force_login(alice)
    client.post(f"/jobs/{half.uid}/dismiss/")
    assert card not in read(alice, "/")


def test_of_a_private_job_its_owner_alone(half: Generation, alice: User) -> None:
    ada = make_user("ada@example.org", role=Role.ADMIN)
    Generation.objects.filter(pk=half.pk).update(visibility="private")
    assert "try later" in read(alice, f"/jobs/{half.uid}/")
    assert "try later" not in read(ada, f"/admin/generations/generation/{half.pk}/change/")


def test_scripts_read_no_message_of_a_job_that_is_done(half: Generation) -> None:
    assert (report(half)["message"], report(half)["code"]) == (None, None)


def test_a_cost_that_is_none_keeps_the_routers_words(
    ask: Ask, settle: Settle, simulator: Any, alice: User
) -> None:
    body = json.dumps({"data": [picture()], "cost": 1_000_000}).encode()
    simulator.answer_with("imagerouter", headers={"content-type": "application/json"}, body=body)
    job = ask("dear", provider="imagerouter")
    settle(job)
    assert (job.status, job.cost_usd, job.cost_kind) == ("done", None, "unknown")
    shown = job.pictures.get()
    assert "1000000" in read(alice, f"/pictures/{shown.uid}/")


class TestTheKeyInTheRoutersWords:
    """One place takes it out: before what is stored, also of an answer that is read again."""

    def spoil(self, simulator: Any, body: dict[str, Any], status: int = 200) -> None:
        from accounts.keys import key_vault
        from accounts.models import ProviderKey

        key_vault.replace(ProviderKey.objects.get(provider="fastapi"), KEY)
        simulator.answer_with(
            "fastapi",
            status=status,
            headers={"content-type": "application/json"},
            body=json.dumps(body).encode(),
        )

    def test_of_a_picture(self, ask: Ask, settle: Settle, simulator: Any) -> None:
        words = {"revised_prompt": f"used {KEY} twice"}
        self.spoil(simulator, {"data": [picture() | words], "size": KEY, "usage": {"x": KEY}})
        job = ask("a boat")
        settle(job)
        shown = job.pictures.get()
        assert shown.revised_prompt == "used [key] twice"
        assert KEY not in json.dumps([job.applied, job.details])

    def test_of_an_error_and_when_it_is_read_again(
        self, ask: Ask, settle: Settle, simulator: Any
    ) -> None:
        from generations.services.jobs.reread_answer import reread

        self.spoil(simulator, {"error": {"message": f"bad key {KEY}", "code": KEY}})
        job = ask("a boat")
        settle(job)
        assert KEY not in f"{job.message}{job.provider_code}"
        if job.status in ("failed", "unknown"):
            reread(job, actor=None)
            settle(job)
            assert KEY not in f"{job.message}{job.provider_code}"


def test_a_neighbour_whose_address_hangs_costs_no_picture_that_is_here(
    ask: Ask, settle: Settle, simulator: Any, settings: Any
) -> None:
    settings.SAVE_LIMIT_S, settings.PRIVATE_HOSTS = 0.5, ["127.0.0.1"]
    image = {"content-type": "image/png"}
    simulator.answer_with("fastapi", path="/slow.png", headers=image, pieces=[b"\x89PNG", 4.0])
    hangs = {"url": f"{simulator.url('fastapi')}/slow.png"}
    body = json.dumps({"data": [hangs, picture(), picture()]}).encode()
    simulator.answer_with(
        "fastapi", path="generations", headers={"content-type": "application/json"}, body=body
    )
    job = ask("a set", n=3)
    settle(job)
    assert (job.status, job.unreadable, job.pictures.count()) == ("done", 1, 2)
