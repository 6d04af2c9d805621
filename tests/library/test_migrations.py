"""The migrations that fill the index and the history, on a library that was there before them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.models import User
from generations.library.index import fulltext_index, tokenizer
from generations.library.search import picture_search, prompt_search
from generations.models import Generation, Picture, Prompt
from tests.factories import make_user
from tests.library import prompt_counts

BEFORE_INDEX = [("generations", "0002_library")]
BEFORE_PROMPTS = [("generations", "0006_fill_tally_estimated")]
PROMPTS = ("Desert dunes", "desert  dunes", " Desert dunes\n", "A café at night", "", "only once")


@pytest.fixture
def to(transactional_db: None) -> Iterator[Any]:
    """`to(state)`: the tables as they were then; in the end they are as they should be."""

    def migrated(state: list[tuple[str, str]]) -> Any:
        executor = MigrationExecutor(connection)
        executor.migrate(state)
        return MigrationExecutor(connection).loader.project_state(state).apps

    yield migrated
    last(migrated)


def last(migrated: Any) -> None:
    migrated(MigrationExecutor(connection).loader.graph.leaf_nodes())


def rows_of_then(then: Any, people: list[User], count: int) -> None:
    """Jobs and pictures as that state of the tables knows them."""
    job_model = then.get_model("generations", "Generation")
    picture_model = then.get_model("generations", "Picture")
    now = timezone.now()
    for number in range(count):
        status = ("done", "done", "failed", "unknown", "cancelled")[number % 5]
        cost = (None, Decimal("0.04"), Decimal("0.10"))[number % 3]
        job = job_model.objects.create(
            requester_id=people[number % 2].pk,
            provider="fastapi",
            model=f"model-{number % 3}",
            model_label="Model",
            prompt=PROMPTS[number % len(PROMPTS)],
            visibility="private" if number % 4 == 0 else "team",
            status=status,
            options={"seed": number},
            cost_usd=cost,
            cost_kind=("unknown", "actual", "estimated")[number % 3],
            may_have_charged=status == "unknown",
            created_at=now - timedelta(hours=count - number),
        )
        if status == "done":
            picture_model.objects.create(
                generation_id=job.pk,
                owner_id=job.requester_id,
                visibility=job.visibility,
                trashed_at=now if number % 7 == 0 else None,
                path=f"00/{number}.png",
                sha256="0" * 64,
                bytes=1,
                format="png",
                width=1536,
                height=1024,
                revised_prompt="a lone heron" if number % 2 else "",
            )


def indexed_then(then: Any) -> None:
    """The index as it was before prompts were in it."""
    old = import_module("generations.migrations.0003_library_index")
    shown = then.get_model("generations", "Picture").objects.filter(trashed_at=None)
    fulltext_index.write([old._entry(row) for row in shown.select_related("generation")])


def test_the_index_is_filled_with_the_pictures_that_are_there(to: Any) -> None:
    alice, bob = make_user("alice@example.org"), make_user("bob@example.org")
    rows_of_then(to(BEFORE_INDEX), [alice, bob], 60)
    last(to)
    for person in (alice, bob):
        for q, fits in (
            ("", lambda p: True),
            ("cafe", lambda p: "café" in p.generation.prompt),
            ("heron", lambda p: bool(p.revised_prompt)),
            ("model:model-1", lambda p: p.generation.model == "model-1"),
            ("seed:5", lambda p: p.generation.options["seed"] == 5),
            ("person:me cost:>0.05", lambda p: (p.generation.cost_usd or 0) > Decimal("0.05")),
        ):
            mine = "person:me" in q
            shown = Picture.objects.visible_to(person).order_by("-pk")
            wanted = [p.pk for p in shown if fits(p) and (not mine or p.owner_id == person.pk)]
            assert picture_search.find(picture_search.read(person, {"q": q}), most=999) == wanted, q


def test_the_history_is_filled_as_if_every_job_had_been_counted(to: Any) -> None:
    alice, bob = make_user("alice@example.org"), make_user("bob@example.org")
    then = to(BEFORE_PROMPTS)
    rows_of_then(then, [alice, bob], 90)
    indexed_then(then)
    last(to)
    for job in Generation.objects.all():
        assert job.prompt_digest == tokenizer.digest(job.prompt)
    assert prompt_counts.stored() == prompt_counts.counted()
    assert Prompt.objects.filter(owner=None).count() == 4
    for row in Prompt.objects.filter(owner=bob):
        asked = picture_search.read(bob, {"prompt": row.digest, "person": "me"})
        assert picture_search.count(asked) == row.pictures


def test_a_filling_that_was_broken_off_goes_on(to: Any) -> None:
    migration = import_module("generations.migrations.0010_fill_prompts")
    alice, bob = make_user("alice@example.org"), make_user("bob@example.org")
    then = to(BEFORE_PROMPTS)
    rows_of_then(then, [alice, bob], 40)
    indexed_then(then)
    last(to)
    whole = prompt_counts.stored()
    later = Prompt.objects.filter(digest__gt=Prompt.objects.order_by("digest")[0].digest)
    fulltext_index.remove(list(later.values_list("pk", flat=True)), fulltext_index.PROMPTS)
    later.delete()
    migration.fill(apps, None)
    assert prompt_counts.stored() == whole
    for person in (alice, bob):
        found = prompt_search.find(
            prompt_search.read(person, {"q": "dunes", "scope": "mine"}), most=99
        )
        assert {row.pk for row in found} == {
            row.pk for row in Prompt.objects.filter(owner=person) if "unes" in row.text
        }
