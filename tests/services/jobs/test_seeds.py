"""One seed, several jobs: nobody pays twice for the same picture."""

from __future__ import annotations

from typing import Any

import pytest

from generations import offers
from generations.providers.types import ImageRequest
from generations.services.jobs.seeds import counted_on
from generations.web.composer.form_data import from_post, requests_of

pytestmark = pytest.mark.django_db


def _seeds(provider: str, model: str, **options: Any) -> list[object]:
    spec = offers.spec_for(provider, model)
    assert spec is not None
    count = options.pop("count")
    request = ImageRequest(model=model, prompt="A boat", options=options)
    return [told.options.get("seed") for told in counted_on([request] * count, spec)]


def test_each_job_of_an_asking_has_a_seed_of_its_own() -> None:
    assert _seeds("openrouter", "bytedance-seed/seedream-4.5", seed=7, count=3) == [7, 8, 9]


def test_the_pictures_of_the_job_before_are_counted() -> None:
    assert _seeds("sandbox", "sandbox/scenes", seed=7, n=4, count=2) == [7, 11]


def test_no_seed_stays_no_seed() -> None:
    assert _seeds("openrouter", "bytedance-seed/seedream-4.5", count=2) == [None, None]


def test_a_seed_past_the_highest_begins_at_the_lowest() -> None:
    spec = offers.spec_for("sandbox", "sandbox/scenes")
    option = spec.option("seed") if spec else None
    assert option and option.maximum is not None
    lowest = option.minimum or 0
    seeds = _seeds("sandbox", "sandbox/scenes", seed=option.maximum, count=3)
    assert seeds == [option.maximum, lowest, lowest + 1]


def test_the_form_counts_on() -> None:
    spec = offers.spec_for("openrouter", "bytedance-seed/seedream-4.5")
    assert spec is not None
    filled = from_post({"prompt": "A boat", "count": "3", "o.seed": "41"})
    requests, _ = requests_of(filled, spec)
    assert [request.options["seed"] for request in requests] == [41, 42, 43]
