"""Stacks: each request once, at its first picture that the search finds, wherever the list is cut."""

from __future__ import annotations

import uuid

import pytest

from accounts.models import User
from generations.library.search import picture_search, stacks
from generations.models import Picture
from generations.services.curation import favourites_ratings_tags, share_hide_trash
from tests.factories import make_generation, make_picture


def of(user: User, query: str = "", **fields: str) -> dict[int, list[int]]:
    asked = picture_search.read(user, {"q": query, **fields})
    return stacks.heads(asked, picture_search.find(asked, most=1000))


@pytest.fixture
def request_of_three(bob: User) -> list[Picture]:
    job = make_generation(bob, prompt="Three boats")
    return [make_picture(generation=job) for _ in range(3)]


def test_the_newest_leads_or_the_oldest_where_the_list_begins_there(
    request_of_three: list[Picture], bob: User
) -> None:
    ids = [picture.pk for picture in request_of_three]
    assert of(bob) == {ids[2]: ids[::-1]}
    assert of(bob, order="oldest") == {ids[0]: ids}


def test_a_head_that_leaves_hands_over_to_the_next(
    request_of_three: list[Picture], bob: User
) -> None:
    first, second, third = request_of_three
    share_hide_trash.trash(bob, third)
    assert of(bob) == {second.pk: [second.pk, first.pk]}
    share_hide_trash.restore(bob, third)
    favourites_ratings_tags.favourite(bob, first, is_set=True)
    assert of(bob, "is:favourite") == {first.pk: [first.pk]}


def test_jobs_of_one_request_are_one_stack_and_a_private_one_is_not_counted_for_others(
    bob: User, charlie: User
) -> None:
    batch = uuid.uuid4()
    shared = [
        make_picture(generation=make_generation(bob, batch=batch, position=n)) for n in range(2)
    ]
    make_picture(generation=make_generation(bob, batch=batch, position=2, visibility="private"))
    assert [len(members) for members in of(bob).values()] == [3]
    assert of(charlie) == {shared[1].pk: [shared[1].pk, shared[0].pk]}
