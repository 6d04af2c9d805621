""" "Save to": pictures land where it was said when they were asked for, or are kept all the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from generations.library.search import picture_search
from generations.models import Collection, Draft, Generation, Picture
from generations.providers.types import ImageRequest
from generations.services.curation import collections
from generations.services.jobs.submit import Asked, submit
from generations.stored import event_log
from generations.web.live import update_batches


@pytest.fixture
def ask_into(alice: User, simulator: Any) -> Callable[[User, Collection], Generation]:
    """A job of that person's, to be saved to that collection, queued."""

    def asked(user: User, collection: Collection) -> Generation:
        request = ImageRequest(model="sandbox/scenes", prompt="a heron")
        asked = Asked(provider="sandbox", requests=(request,), collection=collection)
        return submit(user, asked)[0]

    return asked


def held(user: User, collection: Collection) -> list[int]:
    return picture_search.find(
        picture_search.read(user, {"collection": str(collection.uid)}), most=9
    )


def test_pictures_land_in_the_collection_and_are_found_there(
    alice: User, bob: User, ask_into: Any, settle: Any
) -> None:
    folder = collections.create(alice, name="Herons", visibility="team")
    job = ask_into(bob, folder)
    settle(job)
    (picture,) = Picture.objects.all()
    assert held(alice, folder) == held(bob, folder) == [picture.pk]
    assert folder.items.get().by == bob


def test_the_choice_was_fixed_when_it_was_asked_for(
    alice: User, ask_into: Any, settle: Any
) -> None:
    folder = collections.create(alice, name="Herons", visibility="team")
    job = ask_into(alice, folder)
    other = collections.create(alice, name="Others", visibility="team")
    Draft.objects.create(user=alice, collection=other)  # chosen after it was sent
    settle(job)
    assert (len(held(alice, folder)), held(alice, other)) == (1, [])


@pytest.mark.parametrize("how", ["removed", "closed"])
def test_a_collection_that_went_meanwhile_costs_no_picture_and_is_said(
    how: str, alice: User, bob: User, ask_into: Any, settle: Any, client: Any
) -> None:
    folder = collections.create(alice, name="Herons", visibility="team")
    job = ask_into(bob, folder)
    last = event_log.last_id()
    if how == "removed":
        collections.remove(alice, folder)
    else:
        fields = {"name": "Herons", "description": "", "visibility": "private", "order": "newest"}
        collections.change(alice, folder, **fields)
    settle(job)
    assert job.status == "done"
    picture = Picture.objects.get()
    assert picture.pk in picture_search.find(picture_search.read(bob, {"q": "heron"}), most=9)
    batch = update_batches.Reader().read(last, [alice.pk, bob.pk])
    assert batch
    words = "“Herons” is gone or closed to you. The picture is kept in the library."
    assert words in batch.frames[bob.pk].decode()
    assert words not in batch.frames[alice.pk].decode()
    client.force_login(bob)
    html = client.get(f"/pictures/{picture.uid}/").content.decode()
    assert ("removed since" in html) == (how == "removed")
