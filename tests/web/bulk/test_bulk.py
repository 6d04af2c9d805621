"""Chosen pictures on the pages: plain forms, questions, toasts, live lists, and who learns what."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from generations.models import Bulk, Collection, Favourite, Picture, PictureTag
from generations.services.curation import (
    bulk_runner,
    collections,
    favourites_ratings_tags,
    share_hide_trash,
)
from generations.stored import event_log
from generations.web.components import bulk_messages
from generations.web.live import update_batches
from tests.factories import make_picture

HTMX = {"HX-Request": "true", "HX-Target": "form#bulk"}
BULK = "/bulk/"


@pytest.fixture
def pictures(bob: User) -> list[Picture]:
    return [make_picture(bob) for _ in range(3)]


def uids(pictures: list[Picture]) -> list[str]:
    return [str(picture.uid) for picture in pictures]


def test_without_script_the_ticks_are_fields_of_a_form(
    pictures: list[Picture], bob: User, as_user: Any
) -> None:
    client = as_user(bob)
    html = client.get("/?q=desert").content.decode()
    for uid in uids(pictures):
        assert f'name="uid" value="{uid}" form="bulk"' in html
    assert '<input type="hidden" name="query" value="q=desert">' in html
    answer = client.post(
        BULK, {"act": "favourite", "uid": uids(pictures)[:2], "back": "/?q=desert"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/?q=desert")
    assert "2 pictures added to your favourites." in client.get("/").content.decode()
    assert Favourite.objects.count() == 2


def test_without_script_a_question_is_a_page(
    pictures: list[Picture], bob: User, as_user: Any
) -> None:
    client = as_user(bob)
    asked = client.post(BULK, {"act": "tag", "uid": uids(pictures), "back": "/"})
    html = asked.content.decode()
    assert "<html" in html
    assert "<h1>Tag these pictures</h1>" in html
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    client.post(BULK, {**fields, "word": "Hero"})
    assert PictureTag.objects.filter(tag__name="Hero").count() == 3


@pytest.mark.parametrize("back", ["https://example.com/", "//example.com", "javascript:x", ""])
def test_nobody_is_sent_elsewhere(
    back: str, pictures: list[Picture], bob: User, as_user: Any
) -> None:
    data = {"act": "favourite", "uid": uids(pictures), "back": back}
    assert as_user(bob).post(BULK, data)["Location"] == "/"


def test_select_all_takes_what_the_search_finds(
    pictures: list[Picture], bob: User, as_user: Any
) -> None:
    client = as_user(bob)
    assert "Select all 3" in client.get("/bulk/count/?query=q%3Ddesert").content.decode()
    assert "Select all</" in client.get("/bulk/count/?query=tag%3Dnowhere").content.decode()
    data = {"act": "favourite", "all": "1", "query": "q=desert", "uids": uids(pictures)[0]}
    answer = client.post(BULK, data, headers=HTMX).content.decode()
    assert "2 pictures added to your favourites." in answer


def test_to_trash_all_asks_first_and_undo_brings_them_back(
    pictures: list[Picture], bob: User, as_user: Any
) -> None:
    client = as_user(bob)
    data = {"act": "trash", "all": "1", "query": ""}
    asked = client.post(BULK, data, headers=HTMX).content.decode()
    assert "<dialog" in asked
    assert "3 pictures go to the trash" in asked
    assert not Picture.objects.in_trash_of(bob).exists()
    done = client.post(BULK, data | {"sure": "1"}, headers=HTMX)
    assert done["HX-Trigger"] == "picks-over"
    assert "3 pictures moved to the trash." in done.content.decode()
    undo = reverse("undo_bulk", args=[Bulk.objects.get().uid])
    assert f'hx-post="{undo}"' in done.content.decode()
    assert "3 pictures restored." in client.post(undo, headers=HTMX).content.decode()
    assert Picture.objects.visible_to(bob).count() == 3


def test_a_collection_is_chosen_or_made_and_what_is_wrong_is_said_at_its_field(
    pictures: list[Picture], bob: User, as_user: Any
) -> None:
    client, folder = as_user(bob), collections.create(bob, name="Spring <b>", visibility="team")
    data = {"act": "collect", "uids": " ".join(uids(pictures))}
    asked = client.post(BULK, data, headers=HTMX).content.decode()
    assert "Spring &lt;b&gt;" in asked
    done = client.post(BULK, data | {"collection": str(folder.uid)}, headers=HTMX)
    assert "3 pictures added to “Spring &lt;b&gt;”." in done.content.decode()
    new = {"collection": str(folder.uid), "name": "<script>alert(1)</script>"}
    done = client.post(BULK, data | new, headers=HTMX)
    assert "<script>alert" not in done.content.decode()
    assert Collection.objects.count() == 2
    for wrong in (str(uuid.uuid4()), "nonsense", ""):
        answer = client.post(BULK, data | {"collection": wrong}, headers=HTMX)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.content.decode()
    out = data | {"act": "uncollect", "in": str(folder.uid)}
    assert "3 pictures taken out of" in client.post(BULK, out, headers=HTMX).content.decode()


def test_what_was_left_alone_is_said_with_its_reason(
    pictures: list[Picture], bob: User, charlie: User, as_user: Any
) -> None:
    data = {"act": "trash", "uids": " ".join([*uids(pictures), str(uuid.uuid4())])}
    answer = as_user(charlie).post(BULK, data, headers=HTMX).content.decode()
    assert "0 pictures moved to the trash." in answer
    assert "3 pictures belong to somebody else. 1 picture is not here any more." in answer


def test_nothing_chosen_nothing_known_and_strangers_are_refused(bob: User, as_user: Any) -> None:
    client = as_user(bob)
    for data in ({"act": "favourite"}, {"act": "nonsense", "uid": str(uuid.uuid4())}, {}):
        assert client.post(BULK, data, headers=HTMX).status_code == 422
        assert client.post(BULK, data).status_code == 302
    assert client.get(BULK).status_code == 405
    assert as_user(None).post(BULK, {}).status_code == 302
    assert as_user(None).get("/bulk/count/").status_code == 302


def test_viewers_are_offered_what_they_may_and_refused_the_rest(
    pictures: list[Picture], vera: User, as_user: Any
) -> None:
    client = as_user(vera)
    html = client.get("/").content.decode()
    assert 'name="act" value="favourite"' in html
    for act in ("tag", "collect", "untag"):
        assert f'name="act" value="{act}"' not in html
        data = {"act": act, "uids": uids(pictures)[0], "word": "x", "name": "y", "collection": ""}
        assert client.post(BULK, data, headers=HTMX).status_code == 422
    assert (PictureTag.objects.count(), Collection.objects.count()) == (0, 0)


def test_a_large_one_is_followed_and_stopped(
    pictures: list[Picture], bob: User, charlie: User, as_user: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(bulk_runner, "AT_ONCE", 1)
    client = as_user(bob)
    data = {"act": "favourite", "all": "1", "query": ""}
    assert "<progress" in client.post(BULK, data, headers=HTMX).content.decode()
    begun = Bulk.objects.get()
    url = reverse("bulk_progress", args=[begun.uid])
    assert "0 of 3 pictures" in client.get(url).content.decode()
    assert f'id="bulk-{begun.uid}"' in client.get("/").content.decode()  # after a reload, too
    assert f'id="bulk-{begun.uid}"' not in as_user(charlie).get("/").content.decode()
    assert as_user(charlie).get(url).status_code == 404
    assert as_user(charlie).post(f"{url}stop/").status_code == 404
    assert "Stopped. 0 pictures" in client.post(f"{url}stop/", headers=HTMX).content.decode()
    bulk_runner.advance(begun.pk)
    assert not Favourite.objects.exists()
    assert "0 of" in bulk_messages.going_on(begun)


def test_open_lists_look_again_once_and_private_work_moves_no_other_window(
    bob: User, charlie: User
) -> None:
    shared, private = make_picture(bob), make_picture(bob, visibility="private")
    for picture, others_look in ((shared, True), (private, False)):
        last = event_log.last_id()
        chosen = bulk_runner.selection.choose(bob, place="library", uids=[str(picture.uid)])
        bulk_runner.start(chosen, "tag", word="Hero")
        batch = update_batches.Reader().read(last, [bob.pk, charlie.pk])
        assert batch
        assert batch.frames[bob.pk].count(b"/gallery/again/") == 1
        assert (b"/gallery/again/" in batch.frames[charlie.pk]) is others_look


def test_a_window_that_looks_again_loses_what_went_and_is_not_pushed(
    pictures: list[Picture], bob: User, charlie: User, as_user: Any
) -> None:
    share_hide_trash.trash(bob, pictures[0])
    share_hide_trash.set_visibility(bob, pictures[1].generation, "private")
    favourites_ratings_tags.favourite(charlie, pictures[2], is_set=True)
    new = make_picture(bob)
    shown = " ".join([*uids(pictures), str(uuid.uuid4()), "<script>", "#x"])
    url = reverse("gallery_again")
    held = as_user(charlie).post(url, {"shown": shown, "held": "1"}).content.decode()
    for picture in pictures[:2]:
        assert f'hx-target="#pic-{picture.uid}" hx-swap="delete"' in held
    assert f'hx-target="#pic-{pictures[2].uid}" hx-swap="outerMorph"' in held
    assert 'aria-pressed="true"' in held
    assert str(new.uid) not in held
    assert "script" not in held
    at_top = as_user(charlie).post(url, {"shown": shown}).content.decode()
    assert f'id="pic-{new.uid}"' in at_top
    assert str(pictures[0].uid) not in at_top


def test_the_trash_is_chosen_from_as_well(
    pictures: list[Picture], bob: User, charlie: User, as_user: Any
) -> None:
    for picture in pictures:
        share_hide_trash.trash(bob, picture)
    client = as_user(bob)
    assert 'name="act" value="restore"' in client.get("/trash/").content.decode()
    assert "Select all 3" in client.get("/bulk/count/?place=trash").content.decode()
    assert "Select all</" in as_user(charlie).get("/bulk/count/?place=trash").content.decode()
    stolen = {"act": "restore", "place": "trash", "uids": " ".join(uids(pictures))}
    answer = as_user(charlie).post(BULK, stolen, headers=HTMX).content.decode()
    assert "0 pictures restored. 3 pictures are not here any more." in answer
    data = {"act": "restore", "place": "trash", "all": "1", "uids": uids(pictures)[0]}
    assert "2 pictures restored." in client.post(BULK, data, headers=HTMX).content.decode()
    assert Picture.objects.in_trash_of(bob).count() == 1


def test_the_pages_of_an_act_ask_the_database_rarely(
    pictures: list[Picture], bob: User, as_user: Any, django_assert_max_num_queries: Any
) -> None:
    client = as_user(bob)
    client.get("/")  # notes that they are here, once a minute
    asks = [
        lambda: client.get("/bulk/count/?query=q%3Ddesert"),
        lambda: client.post("/gallery/again/", {"shown": uids(pictures)[0], "held": "1"}),
        lambda: client.post(BULK, {"act": "collect", "uids": uids(pictures)[0]}, headers=HTMX),
    ]
    for ask in asks:
        with django_assert_max_num_queries(12):
            assert ask().status_code == 200
