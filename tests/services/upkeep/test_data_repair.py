"""A database of the version before, spoiled by what routers sent, heals without SQL by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone

from accounts.models import ProviderKey, User
from generations import offers
from generations.library.index import tokenizer
from generations.models import DayTally, Generation, Prompt
from generations.providers import catalog
from generations.stored import spool
from tests.services.jobs.test_reread_answer import good_answer

BEFORE = [("generations", "0016_team_prompts"), ("accounts", "0005_key_succeeded_at")]
ABSURD = ("1000000", "1e15", "9e999")


@pytest.fixture
def before(alice: User) -> Iterator[Any]:
    """The tables as that version had them, with Alice in them; in the end they are as they should be."""

    def migrated(state: list[tuple[str, str]]) -> Any:
        executor = MigrationExecutor(connection)
        executor.migrate(state)
        return MigrationExecutor(connection).loader.project_state(state).apps

    yield migrated(BEFORE)
    upgrade()


def upgrade() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def job_of_then(then: Any, person: User, prompt: str, **values: Any) -> Any:
    spec = offers.spec_for("fastapi", "gpt-image-1")
    assert spec
    return then.get_model("generations", "Generation").objects.create(
        requester_id=person.pk,
        provider="fastapi",
        model="gpt-image-1",
        model_label="GPT Image",
        prompt=prompt,
        prompt_digest=tokenizer.digest(prompt),
        spec=catalog.spec_to_json(spec),
        **{"posts": 1, "sent_at": timezone.now(), **values},
    )


def set_raw(table: str, column: str, amount: str, pk: int) -> None:
    """Past Django, which would not write it; PostgreSQL takes none of these itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = {amount} WHERE id = %s", [pk])


def kept(job: Any, answer: bytes) -> None:
    with spool.begin(job.uid, status=200, headers={}, polling=False) as body:
        body.write(answer)
    spool.complete(job.uid)


def spoiled(answer: bytes, **more: Any) -> bytes:
    return json.dumps({**json.loads(answer), **more}).encode()


def test_absurd_amounts_are_unknown_after_the_upgrade_and_every_page_opens(
    before: Any, alice: User, client: Client, simulator: Any
) -> None:
    """All of them in one database: the way back to those tables takes seconds."""
    amounts = ABSURD
    if connection.vendor == "postgresql":
        amounts = ("999999",)  # the largest that its columns take
    rows = [spoiled_rows(before, alice, amount) for amount in amounts]
    keys = ProviderKey.objects.owned_by(alice).values_list("pk", flat=True)
    for amount, key_id in zip(amounts, keys, strict=False):
        set_raw("accounts_providerkey", "credit_usd", amount.replace("999999", "9" * 8), key_id)
    before.get_model("generations", "DayTally").objects.create(
        day=timezone.localdate() - timedelta(days=9),
        kind="all",
        name="",
        times={},
        cost_usd=999_999,
    )
    upgrade()
    call_command("doctor", "--repair")
    for job, queued, row in rows:
        stored = Generation.objects.get(pk=job.pk)
        assert (stored.cost_usd, stored.cost_kind) == (None, "unknown")
        assert Generation.objects.get(pk=queued.pk).estimate_low is None
        assert Prompt.objects.get(pk=row.pk).actual_usd == Decimal(0)
    assert not ProviderKey.objects.exclude(credit_usd=None).exists()
    assert not DayTally.objects.exists()
    client.force_login(alice)
    jobs = [f"/jobs/{job.uid}/" for job, _, _ in rows]
    for page in ("/", "/keys/", "/prompts/", "/?q=dear", "/lists/", *jobs):
        assert client.get(page).status_code == 200, page


def spoiled_rows(then: Any, alice: User, amount: str) -> tuple[Any, Any, Any]:
    """A job that cost that, one whose estimate says so, and their prompt's sum."""
    words = f"dear {amount}"
    job = job_of_then(then, alice, words, status="failed", finished_at=timezone.now())
    queued = job_of_then(then, alice, f"{words} too", status="queued", posts=0, sent_at=None)
    set_raw("generations_generation", "cost_usd", amount, job.pk)
    for name in ("estimate_low", "estimate_high"):
        set_raw("generations_generation", name, amount, queued.pk)
    row = then.get_model("generations", "Prompt").objects.create(
        id=2 * job.pk + 1,
        digest=job.prompt_digest,
        owner_id=alice.pk,
        text=words,
        last_at=timezone.now(),
        jobs=1,
    )
    set_raw("generations_prompt", "actual_usd", amount, row.pk)
    return job, queued, row


SPOILED = {
    "half an emoji": {"data": [{"revised_prompt": "a cat \ud83d"}]},
    "no number": {"usage": {"cost": float("nan"), "deep": {"a": [float("inf")]}}},
}


def test_answers_that_were_given_up_are_read_once_more_and_their_pictures_arrive(
    before: Any, alice: User, settle: Callable[[Generation], None]
) -> None:
    """Of jobs that ended and of jobs that go round and round, with each kind of spoiled answer."""
    jobs = [given_up(before, alice, state, how) for state in STATES for how in SPOILED]
    upgrade()
    call_command("doctor", "--repair")
    for job in jobs:
        stored = Generation.objects.get(pk=job.pk)
        settle(stored)
        found = (stored.status, stored.pictures.count(), stored.posts)
        assert found == ("done", 1, 1), job.prompt


STATES: dict[str, dict[str, Any]] = {
    "ended": {
        "status": "failed",
        "code": "not_an_image",
        "may_have_charged": True,
        "finished_at": timezone.now(),
        "save_tries": 3,
    },
    "goes round": {"status": "generating", "lease_until": None, "due_at": timezone.now()},
}


def given_up(then: Any, alice: User, state: str, how: str) -> Any:
    job = job_of_then(then, alice, f"{state}, {how}", **STATES[state])
    answer = json.loads(good_answer())
    more = dict(SPOILED[how])
    answer["data"][0].update(more.pop("data", [{}])[0])
    kept(job, json.dumps(answer | more).encode())
    return job


def test_a_repair_is_repeated_without_harm(alice: User, simulator: Any) -> None:
    call_command("doctor", "--repair")
    call_command("doctor", "--repair")
