"""Nothing of Bob's private work reaches Charlie: no picture, number, name, hint or neighbour."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from generations import events
from generations.library import search, vocabulary
from generations.models import Collection, Picture, SavedSearch, Tag
from generations.services import collect, curate, mark, searches
from generations.web import batches
from tests.factories import make_generation, make_picture

SECRET = "xylophone"  # stands in every name and text of Bob's private work, and nowhere else


@pytest.fixture
def private(bob: User) -> Picture:
    """A private picture with everything that can hang on one."""
    job = make_generation(
        bob,
        prompt=f"a {SECRET} in the dark",
        model=f"{SECRET}-1",
        visibility="private",
        options={"seed": 4711},
    )
    picture = make_picture(generation=job, revised_prompt=f"{SECRET} revised")
    mark.tag(bob, picture, f"{SECRET} tag")
    mark.favourite(bob, picture, is_set=True)
    mark.rate(bob, picture, 5)
    own = collect.create(bob, name=f"{SECRET} folder", visibility="private")
    collect.add(bob, own, picture)
    searches.save(bob, name=f"{SECRET} search", query=f"q={SECRET}", for_team=False)
    return picture


@pytest.fixture
def shared(bob: User, charlie: User, private: Picture) -> list[Picture]:
    """Team pictures around it, and a team collection that also holds the private one."""
    older, newer = make_picture(charlie), make_picture(bob)
    folder = collect.create(bob, name="Shared", visibility="team")
    for picture in (older, private, newer):
        collect.add(bob, folder, picture)
    collect.set_cover(bob, folder, private)
    return [older, newer]


@pytest.fixture
def charlies(charlie: User) -> Client:
    client = Client()
    client.force_login(charlie)
    return client


def addresses(shared: list[Picture]) -> list[str]:
    folder = Collection.objects.get(name="Shared")
    lists = ["/", "/lists/", "/gallery/", "/gallery/new/?newest=0", "/collections/", "/trash/"]
    asked = ["order=oldest", "q=dark", "q=seed:4711", "q=is:private", "is=favourite", "at=2026-01"]
    return [
        *lists,
        *(f"/?{query}" for query in asked),
        *(f"/gallery/?{query}" for query in asked),
        *(f"/?{query}&stacks=1" for query in asked),
        *(f"/gallery/stack/{picture.uid}/?open=1" for picture in shared),
        *(f"/?near={picture.uid}" for picture in shared),
        f"/gallery/day/{timezone.localdate():%Y-%m-%d}/",
        *(f"/pictures/{picture.uid}/" for picture in shared),
        *(f"/pictures/{picture.uid}/?collection={folder.uid}" for picture in shared),
        f"/collections/{folder.uid}/",
        f"/?collection={folder.uid}",
    ]


def test_no_page_of_another_names_it(
    private: Picture, shared: list[Picture], charlies: Client
) -> None:
    for address in addresses(shared):
        html = charlies.get(address).content.decode()
        assert SECRET not in html, address
        assert str(private.uid) not in html, address


def test_numbers_leave_it_out(shared: list[Picture], charlie: User, charlies: Client) -> None:
    folder = Collection.objects.get(name="Shared")
    for address in (f"/collections/{folder.uid}/", "/collections/"):
        assert "2 pictures" in charlies.get(address).content.decode()
    for query in ("seed:4711", "dark", "revised", "is:favourite", "is:private"):
        assert search.count(search.read(charlie, {"q": query})) == 0


def test_what_is_searched_by_its_name_is_answered_as_if_it_were_not_there(
    shared: list[Picture], charlies: Client, charlie: User
) -> None:
    for query in ("tag:", "model:", "collection:"):
        known = search.read(charlie, {"q": f'{query}"{SECRET} tag"'}).problems
        unknown = search.read(charlie, {"q": f'{query}"zzzzzzzzz tag"'}).problems
        assert [text.replace("zzzzzzzzz", SECRET) for text in unknown] == list(known)
    assert vocabulary.models_seen_by(charlie) == [
        vocabulary.UsedModel(model="gpt-image-1", label="gpt-image-1")
    ]
    assert not Tag.objects.visible_to(charlie).exists()
    assert not SavedSearch.objects.visible_to(charlie).exists()


def test_every_act_on_it_is_not_found(private: Picture, charlies: Client) -> None:
    own = Collection.objects.get(visibility="private")
    for name in ("favourite", "rate_picture", "tag_picture", "collect_picture"):
        assert charlies.post(reverse(name, args=[private.uid])).status_code == 404
    for name in ("collection", "change_collection", "remove_collection"):
        method = charlies.get if name == "collection" else charlies.post
        assert method(reverse(name, args=[own.uid])).status_code == 404
    saved = SavedSearch.objects.get()
    assert charlies.post(reverse("forget_search", args=[saved.uid])).status_code == 404


def test_a_word_that_was_private_is_spelled_as_the_next_person_spells_it(
    shared: list[Picture], charlie: User
) -> None:
    mark.tag(charlie, shared[0], f"{SECRET.upper()} Tag")
    assert Tag.objects.visible_to(charlie).get().name == f"{SECRET.upper()} Tag"


def test_the_stream_says_nothing_of_it(
    private: Picture, shared: list[Picture], bob: User, charlie: User
) -> None:
    last = events.last_id()
    mark.favourite(bob, private, is_set=False)
    mark.tag(bob, private, "another")
    curate.trash(bob, private)
    batch = batches.Reader().read(last, [bob.pk, charlie.pk])
    assert batch
    assert f"fav-{private.uid}" not in batch.frames[charlie.pk].decode()
    assert SECRET not in batch.frames[charlie.pk].decode()
    assert "/gallery/new/" not in batch.frames[charlie.pk].decode()


@pytest.mark.parametrize("back", [False, True])
def test_a_picture_made_private_is_not_found_any_more(
    back: bool, shared: list[Picture], bob: User, charlie: User, charlies: Client
) -> None:
    picture = shared[1]
    mark.tag(bob, picture, "soon hidden")
    curate.set_visibility(bob, picture.generation, "private")
    assert picture.pk not in search.find(search.read(charlie, {}), most=100)
    assert "soon hidden" not in charlies.get("/").content.decode()
    curate.set_visibility(bob, picture.generation, "team")
    curate.trash(bob, picture)
    assert picture.pk not in search.find(search.read(charlie, {"q": "desert"}), most=100)
    if back:
        curate.restore(bob, picture)
        assert search.find(search.read(charlie, {"tag": "soon hidden"}), most=9) == [picture.pk]
        folder = str(Collection.objects.get(name="Shared").uid)
        found = search.find(search.read(charlie, {"collection": folder}), most=9)
        assert found == [picture.pk, shared[0].pk]


def test_a_private_pictures_existence_changes_no_hint(
    shared: list[Picture], charlies: Client, private: Picture
) -> None:
    with_it = charlies.get("/").content
    Picture.objects.filter(pk=private.pk).update(trashed_at=private.created_at)
    without = charlies.get("/").content
    assert _plain(with_it) == _plain(without)


def _plain(html: bytes) -> str:
    """Without what differs from one answer to the next: tokens, tickets, the diary's last line."""
    return re.sub(r'value="[\w-]{32,}"|since=\d+|"X-CSRFToken": "\w+"', "", html.decode())
