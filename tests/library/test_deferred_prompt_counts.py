"""Prompts of very many jobs are counted after the commit: soon right, and never a private one seen."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_q.models import OrmQ

from accounts.models import User
from generations import tasks
from generations.library.index import (
    deferred_prompt_counts,
    fulltext_index,
    prompt_history,
    tokenizer,
)
from generations.library.search import prompt_search
from generations.models import Generation, Prompt, Uncounted
from generations.services.curation import share_hide_trash
from generations.services.governance import member_lifecycle
from generations.services.upkeep import prompt_recount
from tests.factories import make_generation, make_picture
from tests.library import prompt_counts
from tests.library.test_prompt_history import some_job, something_happens

HERON = tokenizer.digest("a heron")


@pytest.fixture(autouse=True)
def _few_are_many(settings: Any) -> None:
    settings.COUNTED_AT_ONCE = 3


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompt_recount, "REST_S", 0)


@pytest.fixture
def herons(bob: User, charlie: User) -> list[Generation]:
    """Six jobs of one prompt, each with a picture, and their numbers are right."""
    jobs = [make_generation((bob, charlie)[number % 2], prompt="a heron") for number in range(6)]
    for job in jobs:
        make_picture(generation=job)
    prompt_recount.run()
    assert prompt_counts.stored() == prompt_counts.counted()
    OrmQ.objects.all().delete()
    return jobs


def team_row() -> Prompt | None:
    return Prompt.objects.filter(digest=HERON, owner=None).first()


def in_index() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {fulltext_index.column(fulltext_index.PROMPTS)} FROM {fulltext_index.PROMPTS.name}"
        )
        return {row[0] for row in cursor.fetchall()}


def nothing_hidden_is_seen() -> bool:
    """What the team reads may lag behind; it never holds more than the team may know."""
    stored, counted = prompt_counts.stored(), prompt_counts.counted()
    of_team = {place: row for place, row in stored.items() if place[1] is None}
    return all(
        place in counted
        and row["jobs"] <= counted[place]["jobs"]
        and row["pictures"] <= counted[place]["pictures"]
        for place, row in of_team.items()
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_the_numbers_are_soon_those_of_counting(
    seed: int, alice: User, bob: User, charlie: User
) -> None:
    lot = random.Random(seed)
    for _ in range(40):
        some_job(lot, lot.choice((alice, bob, charlie)))
        if lot.random() < 0.2:
            prompt_recount.run()
    prompt_recount.run()
    assert prompt_counts.stored() == prompt_counts.counted()
    for _ in range(40):
        something_happens(lot)
        assert nothing_hidden_is_seen()
        if lot.random() < 0.3:
            prompt_recount.run()
            assert prompt_counts.stored() == prompt_counts.counted()
    member_lifecycle.delete(bob, heir=charlie, by=alice) if not member_lifecycle.running(
        bob
    ) else None
    assert nothing_hidden_is_seen()
    prompt_recount.run()
    assert prompt_counts.stored() == prompt_counts.counted()
    assert in_index() == set(Prompt.objects.values_list("pk", flat=True))
    assert not Uncounted.objects.exists()


def test_a_jobs_end_leaves_a_line_and_counts_nothing(herons: list[Generation], bob: User) -> None:
    job = make_generation(bob, prompt="a heron", status="saving")
    prompt_recount.run()
    Generation.objects.filter(pk=job.pk).move(to="done")
    with CaptureQueriesContext(connection) as asked:
        prompt_history.of_jobs([job])
    assert [one["sql"] for one in asked if "COUNT(" in one["sql"].upper()] == []
    assert team_row().done == 6  # type: ignore[union-attr]
    assert Uncounted.objects.count() == 1
    tasks.count_prompts()
    assert prompt_counts.stored() == prompt_counts.counted()


def test_the_worker_is_sent_for_once(herons: list[Generation], bob: User) -> None:
    for _ in range(4):
        make_generation(bob, prompt="a heron")
    assert [task.func() for task in OrmQ.objects.all()] == ["generations.tasks.count_prompts"]


def test_what_a_dead_worker_left_is_sent_for_by_the_heartbeat(
    herons: list[Generation], bob: User
) -> None:
    make_picture(generation=make_generation(bob, prompt="a heron"))
    OrmQ.objects.all().delete()  # a worker took the task, and died before it counted
    assert prompt_recount.wake_left() == 0  # it may still be at it
    Uncounted.objects.update(at=timezone.now() - timedelta(seconds=prompt_recount.LATE_S + 1))
    assert prompt_recount.wake_left() == 2
    assert [task.func() for task in OrmQ.objects.all()] == ["generations.tasks.count_prompts"]
    tasks.count_prompts()
    assert prompt_counts.stored() == prompt_counts.counted()


def test_a_death_between_counting_and_storing_loses_nothing(
    herons: list[Generation], bob: User
) -> None:
    make_generation(bob, prompt="a heron")
    prompt_history.count(HERON)  # and no more: the process is gone
    assert deferred_prompt_counts.waiting() == [HERON]
    prompt_recount.run()
    assert prompt_counts.stored() == prompt_counts.counted()


def test_what_comes_while_one_counts_is_counted_next(herons: list[Generation], bob: User) -> None:
    make_generation(bob, prompt="a heron")
    counted = prompt_history.count(HERON)
    make_generation(bob, prompt="a heron")
    assert prompt_history.store(counted)
    assert team_row().jobs == 7  # type: ignore[union-attr]
    assert deferred_prompt_counts.waiting() == [HERON]
    prompt_recount.run()
    assert prompt_counts.stored() == prompt_counts.counted()


def test_the_slower_of_two_counts_is_not_stored(herons: list[Generation], bob: User) -> None:
    make_generation(bob, prompt="a heron")
    slow = prompt_history.count(HERON)
    make_generation(bob, prompt="a heron")
    assert prompt_history.store(prompt_history.count(HERON))
    make_generation(bob, prompt="a heron")
    assert not prompt_history.store(slow)
    prompt_recount.run()
    assert prompt_counts.stored() == prompt_counts.counted()


def test_what_waits_goes_on_waiting_though_it_has_become_small(
    herons: list[Generation], bob: User, settings: Any
) -> None:
    make_generation(bob, prompt="a heron")
    counted = prompt_history.count(HERON)
    settings.COUNTED_AT_ONCE = 100
    make_generation(bob, prompt="a heron")
    assert prompt_history.store(counted)  # had the second been counted at once, it were lost again
    prompt_recount.run()
    assert prompt_counts.stored() == prompt_counts.counted()


@pytest.mark.parametrize("act", ["hide", "trash"])
def test_what_is_hidden_while_one_counts_is_never_shown(
    act: str, herons: list[Generation], bob: User, charlie: User
) -> None:
    make_generation(charlie, prompt="a heron")
    counted = prompt_history.count(HERON)  # it counts bob's pictures for the team
    if act == "hide":
        share_hide_trash.set_visibility(bob, herons[4], "private")
    else:
        share_hide_trash.trash(bob, herons[4].pictures.get())
    assert team_row() is None
    assert not prompt_history.store(counted)
    assert team_row() is None
    prompt_recount.run()
    assert prompt_counts.stored() == prompt_counts.counted()
    assert nothing_hidden_is_seen()


def test_a_hidden_prompt_is_found_by_nobody_else_until_it_is_counted(
    herons: list[Generation], alice: User, bob: User
) -> None:
    share_hide_trash.set_visibility(bob, herons[0], "private")
    for q in ("heron", ""):
        asked = prompt_search.read(alice, {"q": q, "scope": "team"})
        assert (prompt_search.find(asked, most=9), prompt_search.count(asked)) == ([], 0)
    own = prompt_search.find(prompt_search.read(bob, {"q": "heron"}), most=9)
    assert [row.jobs for row in own] == [3]
    prompt_recount.run()
    (row,) = prompt_search.find(prompt_search.read(alice, {"q": "heron", "scope": "team"}), most=9)
    assert (row.jobs, row.pictures) == (5, 5)


def test_an_heir_inherits_a_much_used_prompt(
    herons: list[Generation], alice: User, bob: User, charlie: User
) -> None:
    member_lifecycle.delete(bob, heir=charlie, by=alice)
    prompt_recount.run()
    assert prompt_counts.stored() == prompt_counts.counted()
    (row,) = prompt_search.find(prompt_search.read(charlie, {"q": "heron"}), most=9)
    assert (row.jobs, row.pictures) == (6, 6)
    assert in_index() == set(Prompt.objects.values_list("pk", flat=True))


def test_many_small_prompts_of_one_change_are_not_all_counted_in_it(
    bob: User, settings: Any
) -> None:
    settings.COUNTED_AT_ONCE = 3
    jobs = [make_generation(bob, prompt=f"bird {number}") for number in range(5)]
    prompt_history.of_jobs(jobs)
    assert len(deferred_prompt_counts.waiting()) == 2
    prompt_recount.run()
    assert prompt_counts.stored() == prompt_counts.counted()


def test_a_turn_ends_and_the_next_goes_on(herons: list[Generation], bob: User) -> None:
    make_generation(bob, prompt="a heron")
    OrmQ.objects.all().delete()
    prompt_recount.run(turn_s=0)
    assert [task.func() for task in OrmQ.objects.all()] == ["generations.tasks.count_prompts"]
