"""is:failed finds what looking at every job would find, for everybody, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from generations.library.index.tokenizer import fold
from generations.library.search import failed_job_search, picture_search
from generations.models import Generation, Status
from generations.services.curation import collections
from tests.factories import draft_generation, make_generation, make_picture, store

FAILED = (Status.FAILED, Status.REFUSED, Status.UNKNOWN)
SAID = ("A café by the sea", "blue boats", "blue café boats", "桜の木の下", "")
MODELS = (("fastapi", "gpt-image-1"), ("openrouter", "seedream"))


@pytest.fixture
def past(alice: User, bob: User, charlie: User) -> list[Generation]:
    """Ninety jobs in every state, one a day; each model made a picture once."""
    for _, model in MODELS:
        make_picture(alice, visibility="team", model=model, model_label=model)
    made = []
    for number in range(90):
        provider, model = MODELS[number % 2]
        made.append(
            draft_generation(
                (alice, bob, charlie)[number % 3],
                status=list(Status.values)[number % 10],
                prompt=SAID[number % len(SAID)],
                provider=provider,
                model=model,
                visibility="private" if number % 4 == 0 else "team",
                created_at=timezone.now() - timedelta(days=90 - number),
            )
        )
    store(made, [])
    return made


def brute(user: User, test: Callable[[Generation], bool]) -> list[int]:
    return [
        job.pk
        for job in Generation.objects.select_related("requester").order_by("-pk")
        if job.status in FAILED
        and (job.requester_id == user.pk or job.visibility == "team")
        and test(job)
    ]


DAY = timezone.localdate() - timedelta(days=40)
CASES: dict[str, Callable[[Generation], bool]] = {
    "": lambda job: True,
    "cafe": lambda job: "cafe" in fold(job.prompt),
    "blue bo": lambda job: "blue" in job.prompt and "bo" in job.prompt,
    '"blue boats"': lambda job: "blue boats" in job.prompt,
    "桜の木": lambda job: "桜の木" in job.prompt,
    "absent": lambda job: False,
    "person:bob": lambda job: job.requester.email.startswith("bob"),
    "is:private": lambda job: job.visibility == "private",
    "provider:openrouter": lambda job: job.provider == "openrouter",
    "model:gpt": lambda job: job.model == "gpt-image-1",
    f"after:{DAY}": lambda job: timezone.localtime(job.created_at).date() >= DAY,
    f"before:{DAY} blue person:charlie": lambda job: (
        timezone.localtime(job.created_at).date() < DAY
        and "blue" in job.prompt
        and job.requester.email.startswith("charlie")
    ),
}


@pytest.mark.parametrize("q", CASES)
def test_failed_jobs_are_found_as_by_looking_at_each(
    q: str, past: list[Generation], bob: User, charlie: User
) -> None:
    for person in (bob, charlie):
        asked = picture_search.read(person, {"q": f"is:failed {q}"})
        wanted = brute(person, CASES[q])
        assert asked.problems == ()
        assert [job.pk for job in failed_job_search.find(asked, most=999)] == wanted
        assert failed_job_search.count(asked) == len(wanted)
        assert picture_search.find(asked, most=9) == []  # a picture has not failed


def test_common_words_are_looked_for_job_by_job(
    past: list[Generation], bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failed_job_search, "FEW", 0)
    monkeypatch.setattr(failed_job_search, "WALKED", 3)
    for q, fits in CASES.items():
        asked = picture_search.read(bob, {"q": f"is:failed {q}"})
        assert [job.pk for job in failed_job_search.find(asked, most=999)] == brute(bob, fits), q


def test_pages_join_in_both_orders(past: list[Generation], bob: User) -> None:
    for order in ("newest", "oldest"):
        asked = picture_search.read(bob, {"q": "is:failed", "order": order})
        whole = [job.pk for job in failed_job_search.find(asked, most=999)]
        pages: list[int] = []
        while page := failed_job_search.find(asked, most=4, past=pages[-1] if pages else None):
            pages += [job.pk for job in page]
        assert pages == whole
        assert whole == sorted(whole, reverse=order == "newest")


@pytest.mark.parametrize("q", ["aspect:wide", "cost:>1", "size:>1k", "is:favourite", "seed:1"])
def test_what_a_job_does_not_have_is_said(q: str, past: list[Generation], bob: User) -> None:
    asked = picture_search.read(bob, {"q": f"is:failed {q}"})
    assert len(asked.problems) == 1
    assert asked.problems[0].startswith("Failed jobs have no “")
    assert [job.pk for job in failed_job_search.find(asked, most=999)] == brute(
        bob, lambda job: True
    )


def test_a_collection_is_said_too(past: list[Generation], bob: User) -> None:
    collections.create(bob, name="Spring", visibility="team")
    asked = picture_search.read(bob, {"q": "is:failed collection:spring"})
    assert asked.problems == ("Failed jobs have no “Spring”.",)


def test_the_page_shows_cards_in_place_of_tiles(
    past: list[Generation], bob: User, client: Any
) -> None:
    client.force_login(bob)
    html = client.get("/?q=is:failed+blue").content.decode()
    found = html.split("jobs--found")[1]
    number = len(brute(bob, lambda job: "blue" in job.prompt))
    assert found.count('class="job job--') == number
    assert f"{number} jobs" in html
    assert 'class="tile ' not in html
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids))  # the strip shows some of them too


def test_many_failed_jobs_come_in_stretches(bob: User, client: Any) -> None:
    for _ in range(32):
        make_generation(bob, status="failed", dismissed_at=timezone.now())
    client.force_login(bob)
    html = client.get("/?q=is:failed").content.decode()
    assert html.split("jobs--found")[1].count('class="job job--') == 30
    more = html.split('hx-get="/gallery/?')[1].split('"')[0].replace("&amp;", "&")
    assert client.get(f"/gallery/?{more}").content.decode().count('class="job job--') == 2
