"""The history of prompts says what looking at every job and picture would say."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from generations.library.index import prompt_history, tokenizer
from generations.library.search import prompt_search
from generations.models import Generation, Picture, Prompt, Status
from generations.providers.types import ImageRequest
from generations.services.curation import share_hide_trash
from generations.services.governance import member_lifecycle
from generations.services.jobs import job_actions
from generations.services.jobs.submit import Asked, submit
from tests.factories import (
    draft_generation,
    draft_picture,
    make_generation,
    make_picture,
    make_user,
    store,
)
from tests.library import prompt_counts

SAID = (
    "a heron",
    "a  heron ",
    "A heron",
    "café noir",
    "",
    "  ",
    "桜の木の下",
    "<script>x</script>",
)


def some_job(lot: random.Random, person: User) -> None:
    status = lot.choice(list(Status.values))
    kind = lot.choice(("actual", "estimated", "unknown"))
    job = make_generation(
        person,
        status=status,
        prompt=lot.choice(SAID),
        visibility=lot.choice(("team", "private")),
        cost_usd=None if kind == "unknown" else Decimal(lot.choice(("0.04", "0.2", "0"))),
        cost_kind=kind,
        may_have_charged=lot.random() < 0.5,
    )
    for _ in range(lot.choice((1, 2)) if status == "done" else 0):
        make_picture(generation=job)


def something_happens(lot: random.Random) -> None:
    """What people do with what is there."""
    job = lot.choice(list(Generation.objects.all()))
    picture = lot.choice([*Picture.objects.all()])
    act = lot.choice(("hide", "share", "trash", "restore", "cancel"))
    if act in ("hide", "share"):
        share_hide_trash.set_visibility(job.requester, job, "private" if act == "hide" else "team")
    elif act == "trash":
        share_hide_trash.trash(picture.owner, picture)
    elif act == "restore":
        share_hide_trash.restore(picture.owner, picture)
    else:
        job_actions.cancel(job.requester, job)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_the_numbers_are_those_of_counting(
    seed: int, alice: User, bob: User, charlie: User
) -> None:
    lot = random.Random(seed)
    for _ in range(40):
        some_job(lot, lot.choice((alice, bob, charlie)))
    assert prompt_counts.stored() == prompt_counts.counted()
    for _ in range(40):
        something_happens(lot)
    assert prompt_counts.stored() == prompt_counts.counted()
    member_lifecycle.delete(bob, heir=charlie, by=alice) if not member_lifecycle.running(
        bob
    ) else None
    assert prompt_counts.stored() == prompt_counts.counted()


def test_what_was_asked_for_is_there_at_once_and_by_words_too(bob: User) -> None:
    request = ImageRequest(model="sandbox/scenes", prompt="A  Zeppelin\nover Zürich")
    submit(bob, Asked(provider="sandbox", requests=(request, request), ticket=uuid.uuid4()))
    assert prompt_counts.stored() == prompt_counts.counted()
    row = Prompt.objects.get(owner=bob)
    assert (row.jobs, row.text) == (2, "A  Zeppelin\nover Zürich")
    for q in ("zurich", '"zeppelin over zurich"', "ZEP"):
        assert prompt_search.find(prompt_search.read(bob, {"q": q}), most=9) == [row]


def test_an_heir_finds_what_they_inherit(alice: User, bob: User, charlie: User) -> None:
    make_picture(generation=make_generation(bob, prompt="to inherit", visibility="private"))
    member_lifecycle.delete(bob, heir=charlie, by=alice)
    assert prompt_counts.stored() == prompt_counts.counted()
    found = prompt_search.find(prompt_search.read(charlie, {"q": "inherit"}), most=9)
    assert [row.pictures for row in found] == [1]
    assert not prompt_search.find(
        prompt_search.read(alice, {"q": "inherit", "scope": "team"}), most=9
    )


@pytest.fixture
def many(bob: User, charlie: User) -> None:
    """130 prompts with 1 to 5 jobs each, some failed, a few private."""
    lot = random.Random(5)
    now = timezone.now()
    jobs = [
        draft_generation(
            lot.choice((bob, charlie)),
            prompt=f"{'blue' if number % 3 else 'red'} boat {number}",
            status=lot.choice(("done", "done", "failed")),
            visibility=lot.choice(("team", "team", "private")),
            created_at=now - timedelta(minutes=number),
        )
        for number in range(130)
        for _ in range(lot.randint(1, 3))
    ]
    with_one = [job for job in jobs if job.status == "done" and lot.random() < 0.7]
    store(jobs, [draft_picture(job, number=number) for number, job in enumerate(with_one)])


@pytest.mark.parametrize("order", list(prompt_search.ORDERS))
@pytest.mark.parametrize("scope", prompt_search.SCOPES)
@pytest.mark.parametrize("q", ["", "blue", '"red boat"', "blue boat 1", "absent"])
def test_pages_join_to_what_sorting_everything_gives(
    order: str, scope: str, q: str, many: None, bob: User
) -> None:
    asked = prompt_search.read(bob, {"q": q, "scope": scope, "order": order})
    pages: list[Prompt] = []
    while page := prompt_search.find(
        asked, most=7, past=prompt_search.mark_of(asked, pages[-1]) if pages else ""
    ):
        pages += page
    owner = None if scope == "team" else bob
    fits = [row for row in Prompt.objects.filter(owner=owner) if _fits(row, q)]
    fits.sort(key=lambda row: (getattr(row, asked.column), row.pk), reverse=True)
    assert [row.pk for row in pages] == [row.pk for row in fits]
    assert prompt_search.count(asked) == len(fits)


def _fits(row: Prompt, q: str) -> bool:
    has = row.text.split()
    if q.startswith('"'):
        return q.strip('"') in row.text
    return all(  # one letter alone is a whole word, as in the library
        any(word.startswith(part) if len(part) > 1 else word == part for word in has)
        for part in q.split()
    )


def test_success_is_a_rate_and_among_equals_the_number(bob: User) -> None:
    assert (
        prompt_history.success(3, 0) > prompt_history.success(2, 0) > prompt_history.success(99, 1)
    )
    assert prompt_history.success(0, 5) == prompt_history.success(0, 0) == 0


@pytest.mark.parametrize(
    "q", ["a" * 10_000, "x " * 5_000, '"' * 301, "<script>", "before:0000-01-01", "\0", "***", "-"]
)
def test_no_text_breaks_a_search_of_the_history(q: str, many: None, bob: User) -> None:
    for order in prompt_search.ORDERS:
        asked = prompt_search.read(bob, {"q": q, "order": order, "past": "x-y"})
        assert isinstance(prompt_search.find(asked, most=9, past="9" * 30), list)
        assert isinstance(prompt_search.count(asked), int)


def test_recall_gives_ones_own_in_small_pages(bob: User, charlie: User) -> None:
    for number in range(25):
        make_generation(bob, prompt=f"mine {number}", visibility="private")
        make_generation(charlie, prompt=f"theirs {number}")
    first = prompt_search.recall(bob, before=None)
    assert [row.text for row in first] == [f"mine {number}" for number in range(24, 4, -1)]
    rest = prompt_search.recall(bob, before=first[-1].pk)
    assert [row.text for row in rest] == [f"mine {number}" for number in range(4, -1, -1)]


def test_white_space_makes_no_other_prompt_and_case_does() -> None:
    assert tokenizer.digest(" a\n b ") == tokenizer.digest("a b") != tokenizer.digest("A b")
    assert tokenizer.digest(" \n") == ""


def test_a_prompt_used_privately_and_for_the_team(db: Any) -> None:
    alice, bob = make_user("alice@example.org"), make_user("bob@example.org")
    for person, seen, cost in ((bob, "private", "5"), (alice, "team", "0.04")):
        job = make_generation(
            person, prompt="same words", visibility=seen, cost_usd=Decimal(cost), cost_kind="actual"
        )
        make_picture(generation=job)
    (row,) = prompt_search.find(prompt_search.read(alice, {"scope": "team"}), most=9)
    assert (row.jobs, row.pictures, row.actual_usd) == (1, 1, Decimal("0.04"))
    (own,) = prompt_search.find(prompt_search.read(bob, {}), most=9)
    assert (own.jobs, own.actual_usd) == (1, Decimal(5))
