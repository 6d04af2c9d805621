"""Nothing of Bob's private work reaches Charlie: no picture, number, name, hint or neighbour."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from generations.library.index import tokenizer
from generations.library.search import failed_job_search, filter_choices, picture_search
from generations.models import Bulk, Collection, Picture, SavedSearch, Tag
from generations.services.curation import (
    collections,
    favourites_ratings_tags,
    saved_searches,
    share_hide_trash,
)
from generations.stored import event_log
from generations.web.live import update_batches
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
    favourites_ratings_tags.tag(bob, picture, f"{SECRET} tag")
    favourites_ratings_tags.favourite(bob, picture, is_set=True)
    favourites_ratings_tags.rate(bob, picture, 5)
    own = collections.create(bob, name=f"{SECRET} folder", visibility="private")
    collections.add(bob, own, picture)
    saved_searches.save(bob, name=f"{SECRET} search", query=f"q={SECRET}", for_team=False)
    return picture


@pytest.fixture
def shared(bob: User, charlie: User, private: Picture) -> list[Picture]:
    """Team pictures around it, and a team collection that also holds the private one."""
    older, newer = make_picture(charlie), make_picture(bob)
    folder = collections.create(bob, name="Shared", visibility="team")
    for picture in (older, private, newer):
        collections.add(bob, folder, picture)
    collections.set_cover(bob, folder, private)
    return [older, newer]


@pytest.fixture
def charlies(charlie: User) -> Client:
    client = Client()
    client.force_login(charlie)
    return client


def addresses(shared: list[Picture]) -> list[str]:
    folder = Collection.objects.get(name="Shared")
    lists = ["/", "/lists/", "/gallery/", "/gallery/new/?newest=0", "/collections/", "/trash/"]
    lists += ["/bulk/count/", "/bulk/count/?query=q%3Ddark", "/bulk/shelf/"]
    lists += ["/prompts/", "/prompts/recall/", "/searches/list/"]
    lists += [
        f"/prompts/?scope=team&q=dark&order={order}" for order in ("last", "pictures", "success")
    ]
    lists += [f"/?prompt={tokenizer.digest(f'a {SECRET} in the dark')}", "/?q=is:failed+dark"]
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
        assert picture_search.count(picture_search.read(charlie, {"q": query})) == 0
        told = charlies.get("/gallery/count/", {"q": query})
        assert told.content.decode() == "0 pictures"


def test_what_is_searched_by_its_name_is_answered_as_if_it_were_not_there(
    shared: list[Picture], charlies: Client, charlie: User
) -> None:
    for query in ("tag:", "model:", "collection:"):
        known = picture_search.read(charlie, {"q": f'{query}"{SECRET} tag"'}).problems
        unknown = picture_search.read(charlie, {"q": f'{query}"zzzzzzzzz tag"'}).problems
        assert [text.replace("zzzzzzzzz", SECRET) for text in unknown] == list(known)
    assert filter_choices.models_seen_by(charlie) == [
        filter_choices.UsedModel(model="gpt-image-1", label="gpt-image-1")
    ]
    assert not Tag.objects.visible_to(charlie).exists()
    assert not SavedSearch.objects.visible_to(charlie).exists()


def test_the_history_counts_only_what_one_may_see(
    shared: list[Picture], private: Picture, bob: User, charlie: User, charlies: Client
) -> None:
    """Bob used the same words privately and Charlie for the team: each reads their own numbers."""
    said = private.generation.prompt
    make_picture(generation=make_generation(charlie, prompt=said, model="gpt-image-1"))
    make_generation(bob, prompt=said, status="failed", visibility="private")
    for address in ("/prompts/?scope=team&q=dark", "/prompts/?q=dark"):
        html = charlies.get(address).content.decode()
        assert "1 prompt<" in html
        assert "1 picture<" in html
        assert "failed" not in html
    address = f"/?prompt={tokenizer.digest(said)}"
    assert 'hx-trigger="recount">1 picture<' in charlies.get(address).content.decode()
    assert "No jobs match" in charlies.get(f"{address}&is=failed").content.decode()
    assert failed_job_search.count(picture_search.read(charlie, {"q": "is:failed"})) == 0
    assert failed_job_search.count(picture_search.read(bob, {"q": "is:failed dark"})) == 1


def test_a_prompt_of_others_is_answered_as_if_it_had_never_been_used(
    private: Picture, charlie: User, charlies: Client
) -> None:
    known, unknown = tokenizer.digest(private.generation.prompt), tokenizer.digest("never used")
    told = [
        picture_search.read(charlie, {"prompt": digest}).problems for digest in (known, unknown)
    ]
    assert told[0] == told[1] != ()
    for digest in (known, unknown):
        assert charlies.post(reverse("use_prompt", args=[digest])).status_code == 404


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
    favourites_ratings_tags.tag(charlie, shared[0], f"{SECRET.upper()} Tag")
    assert Tag.objects.visible_to(charlie).get().name == f"{SECRET.upper()} Tag"


def test_the_stream_says_nothing_of_it(
    private: Picture, shared: list[Picture], bob: User, charlie: User
) -> None:
    last = event_log.last_id()
    favourites_ratings_tags.favourite(bob, private, is_set=False)
    favourites_ratings_tags.tag(bob, private, "another")
    share_hide_trash.trash(bob, private)
    batch = update_batches.Reader().read(last, [bob.pk, charlie.pk])
    assert batch
    assert f"fav-{private.uid}" not in batch.frames[charlie.pk].decode()
    assert SECRET not in batch.frames[charlie.pk].decode()
    assert "/gallery/new/" not in batch.frames[charlie.pk].decode()


@pytest.mark.parametrize("back", [False, True])
def test_a_picture_made_private_is_not_found_any_more(
    back: bool, shared: list[Picture], bob: User, charlie: User, charlies: Client
) -> None:
    picture = shared[1]
    favourites_ratings_tags.tag(bob, picture, "soon hidden")
    share_hide_trash.set_visibility(bob, picture.generation, "private")
    assert picture.pk not in picture_search.find(picture_search.read(charlie, {}), most=100)
    assert "soon hidden" not in charlies.get("/").content.decode()
    share_hide_trash.set_visibility(bob, picture.generation, "team")
    share_hide_trash.trash(bob, picture)
    assert picture.pk not in picture_search.find(
        picture_search.read(charlie, {"q": "desert"}), most=100
    )
    if back:
        share_hide_trash.restore(bob, picture)
        assert picture_search.find(
            picture_search.read(charlie, {"tag": "soon hidden"}), most=9
        ) == [picture.pk]
        folder = str(Collection.objects.get(name="Shared").uid)
        found = picture_search.find(picture_search.read(charlie, {"collection": folder}), most=9)
        assert found == [picture.pk, shared[0].pk]


def test_a_private_pictures_existence_changes_no_hint(
    shared: list[Picture], charlies: Client, private: Picture
) -> None:
    with_it = charlies.get("/").content
    Picture.objects.filter(pk=private.pk).update(trashed_at=private.created_at)
    without = charlies.get("/").content
    assert _plain(with_it) == _plain(without)


def test_no_act_on_many_counts_or_touches_it(
    private: Picture, shared: list[Picture], charlies: Client, charlie: User
) -> None:
    folder = Collection.objects.get(name="Shared")
    before = charlies.get(f"/bulk/count/?query=collection%3D{folder.uid}").content.decode()
    assert "Select all 2<" in before
    everything = {"all": "1", "query": f"collection={folder.uid}"}
    for act, more in (
        ("favourite", {}),
        ("tag", {"word": "seen"}),
        ("hide", {}),
        ("uncollect", {"in": str(folder.uid)}),
    ):
        data = everything | {"act": act} | more
        html = charlies.post("/bulk/", data, headers={"HX-Request": "true"}).content.decode()
        assert SECRET not in html
        assert str(private.uid) not in html
        assert "not here" not in html
        assert Bulk.objects.order_by("pk").last().dealt_with == 2
    private.refresh_from_db()
    assert (private.favourites.count(), private.tags.count()) == (1, 1)
    assert folder.items.filter(picture=private).exists()


def test_naming_it_is_answered_like_naming_nothing(private: Picture, charlies: Client) -> None:
    for act, more in (("favourite", {}), ("tag", {"word": "x"}), ("trash", {}), ("share", {})):
        answers = [
            charlies.post(
                "/bulk/", {"act": act, "uids": str(uid), **more}, headers={"HX-Request": "true"}
            ).content.decode()
            for uid in (private.uid, uuid.uuid4())
        ]
        told = [re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", answer) for answer in answers]
        assert told[0] == told[1]
        assert "1 picture is not here any more." in told[0]


def test_looking_again_tells_nothing_of_it(private: Picture, charlies: Client) -> None:
    for held in ({}, {"held": "1"}):
        answers = [
            charlies.post("/gallery/again/", {"shown": str(uid)} | held).content.decode()
            for uid in (private.uid, uuid.uuid4())
        ]
        told = [re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", answer) for answer in answers]
        assert told[0] == told[1]
        assert SECRET not in answers[0]


def test_its_word_is_offered_to_nobody_else(
    private: Picture, shared: list[Picture], charlies: Client
) -> None:
    for act in ("tag", "untag", "collect"):
        data = {"act": act, "uids": str(shared[0].uid)}
        html = charlies.post("/bulk/", data, headers={"HX-Request": "true"}).content.decode()
        assert "<dialog" in html
        assert SECRET not in html
    data = {"act": "untag", "uids": str(private.uid), "word": f"{SECRET} tag"}
    charlies.post("/bulk/", data, headers={"HX-Request": "true"})
    assert Tag.objects.filter(name=f"{SECRET} tag").exists()


def _plain(html: bytes) -> str:
    """Without what differs from one answer to the next: tokens, tickets, the event log's last line."""
    return re.sub(r'value="[\w-]{32,}"|since=\d+|"X-CSRFToken": "\w+"', "", html.decode())
