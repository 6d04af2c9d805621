"""Many people and two workers at once: no change of a much-used prompt is lost between them."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connections, transaction

from accounts.models import User
from generations.models import Generation
from generations.services.curation import share_hide_trash
from generations.services.upkeep import prompt_recount
from tests.factories import make_generation, make_picture, make_user
from tests.library import prompt_counts

ACTS = 30


def some_acts(person: User, seed: int) -> None:
    """Asks for pictures, hides some of them and shows them again."""
    lot = random.Random(seed)
    for number in range(ACTS):
        own = list(Generation.objects.filter(requester=person))
        if own and lot.random() < 0.5:
            share_hide_trash.set_visibility(
                person, lot.choice(own), lot.choice(("team", "private"))
            )
            continue
        with transaction.atomic():
            seen = lot.choice(("team", "private"))
            job = make_generation(person, prompt=lot.choice("ab"), visibility=seen)
            make_picture(generation=job, path=f"{seed}-{number}.png")


def test_nothing_is_lost_between_people_and_workers(
    transactional_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COUNTED_AT_ONCE = 3
    monkeypatch.setattr(prompt_recount, "REST_S", 0.01)
    people = [make_user(f"{name}@example.org") for name in ("alice", "bob", "charlie")]
    is_over = Event()

    def count_all_the_while() -> None:
        while not is_over.wait(0.01):
            prompt_recount.run(turn_s=0.5)

    with ThreadPoolExecutor() as pool:
        workers = [pool.submit(_alone, count_all_the_while) for _ in range(2)]
        acting = [
            pool.submit(_alone, some_acts, person, seed) for seed, person in enumerate(people)
        ]
        try:
            for one in acting:
                one.result()
        finally:
            is_over.set()
        for one in workers:
            one.result()
    prompt_recount.run()
    assert prompt_counts.stored() == prompt_counts.counted()


def _alone(work: Callable[..., None], *given: object) -> None:
    """In a thread that lets its connection go."""
    try:
        work(*given)
    finally:
        connections.close_all()
