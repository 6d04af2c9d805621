"""The index of words in one piece."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.models import User
from generations.library.index import index_compaction
from generations.library.search import picture_search
from generations.services.upkeep import nightly
from tests.factories import make_generation, make_picture

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="FTS5 alone has pieces"),
]


def pieces() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT segid) FROM library_index_idx")
        return int(cursor.fetchone()[0])


def found(user: User) -> list[int]:
    return picture_search.find(picture_search.read(user, {"q": "boat"}), most=100)


def test_the_night_puts_the_index_into_one_piece_and_the_same_is_found(bob: User) -> None:
    for number in range(11):
        make_picture(generation=make_generation(bob, prompt=f"A boat and {number} gulls"))
    before = found(bob)
    assert (len(before), pieces() > 1) == (11, True)
    nightly.run()
    assert (found(bob), pieces()) == (before, 1)
    assert index_compaction.run() <= 2  # nothing is left to do


def test_what_comes_while_it_is_at_it_is_found(bob: User) -> None:
    for number in range(5):
        make_picture(generation=make_generation(bob, prompt=f"A boat and {number} gulls"))
    index_compaction.run(rest_s=0)
    make_picture(generation=make_generation(bob, prompt="A boat at last"))
    index_compaction.run(rest_s=0)
    assert (len(found(bob)), pieces()) == (6, 1)
