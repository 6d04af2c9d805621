"""A library with something of everything, and the people who made it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Role, User
from generations.library.search import picture_search
from generations.models import Generation, Picture
from generations.services.curation import favourites_ratings_tags, share_hide_trash
from tests.factories import draft_generation, draft_picture, make_user, store

PROMPTS = (
    "Desert dunes at sunrise, long blue shadows",
    "A café by the sea in Zürich",
    "blue boats and bluebells",
    "桜の木の下の猫",
    "แมวนั่งบนหลังคา",
    "long shadows of blue dunes",
    "Poster <script>alert(1)</script> lettering",
)
SIZES = ((1536, 1024), (1024, 1024), (1024, 1536), (4096, 2048), (300, 300))
COSTS = (None, "0.04", "0.042", "0.1", "0.1004", "0.1006", "1.25", "250")
MODELS = (("fastapi", "gpt-image-1"), ("openrouter", "openai/gpt-image-1"), ("fastapi", "dall-e-3"))


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice@example.org", role=Role.ADMIN, name="Alice Ash")


@pytest.fixture
def bob(db: None) -> User:
    return make_user("bob@example.org", name="Bob Birch")


@pytest.fixture
def charlie(db: None) -> User:
    return make_user("charlie@example.org", name="Charlie Cedar")


@pytest.fixture
def library(alice: User, bob: User, charlie: User) -> list[Picture]:
    """120 pictures over a year: prompts, sizes, costs, models and people do not go together."""
    begin = timezone.now() - timedelta(days=365)
    jobs = [_job(number, (bob, charlie, alice)[number % 3]) for number in range(120)]
    pictures = store(
        jobs,
        [
            _picture(number, job, begin + timedelta(days=number * 3))
            for number, job in enumerate(jobs)
        ],
    )
    for picture in pictures[::5]:
        favourites_ratings_tags.favourite(bob, picture, is_set=True)
    for picture in pictures[::7]:
        favourites_ratings_tags.tag(bob, picture, "hero")
    for picture in pictures[::11]:
        share_hide_trash.trash(picture.owner, picture)
    for picture in pictures[::22]:
        share_hide_trash.restore(picture.owner, picture)
    return pictures


@pytest.fixture
def found() -> Callable[..., list[int]]:
    """`found(bob, q="blue")`: the ids in order."""

    def of(user: User, **address: str) -> list[int]:
        return picture_search.find(picture_search.read(user, address), most=10_000)

    return of


def _job(number: int, owner: User) -> Generation:
    provider, model = MODELS[number % len(MODELS)]
    cost = COSTS[number % len(COSTS)]
    return draft_generation(
        owner,
        prompt=PROMPTS[number % len(PROMPTS)],
        provider=provider,
        model=model,
        cost_usd=Decimal(cost) if cost else None,
        visibility="private" if number % 4 == 0 else "team",
        options={"seed": number} if number % 2 else {},
    )


def _picture(number: int, job: Generation, at: Any) -> Picture:
    width, height = SIZES[number % len(SIZES)]
    return draft_picture(
        job,
        number=number,
        width=width,
        height=height,
        created_at=at,
        revised_prompt="a lone heron" if number % 9 == 0 else "",
    )
