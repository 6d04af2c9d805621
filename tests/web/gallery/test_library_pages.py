"""The library's pages: filters in the address, hearts, stars, tags, collections, saved searches."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from generations.library.search import picture_search
from generations.models import Collection, Favourite, Generation, Picture, Rating, SavedSearch
from generations.services.curation import (
    collections,
    favourites_ratings_tags,
    share_hide_trash,
)
from generations.stored import event_log
from generations.web.live import update_batches
from tests.factories import make_generation, make_picture

HTMX = {"HX-Request": "true", "HX-Target": "div#found"}


@pytest.fixture
def boats(bob: User, charlie: User) -> list[Picture]:
    """70 pictures of boats, one a week, and one of dunes."""
    start = timezone.now() - timedelta(weeks=71)
    made = [
        make_picture(
            generation=make_generation((bob, charlie)[number % 2], prompt="A paper boat"),
            created_at=start + timedelta(weeks=number),
        )
        for number in range(70)
    ]
    return [*made, make_picture(bob)]


def test_a_search_stands_in_its_form_and_its_chips_come_off(
    boats: list[Picture], bob: User, as_user: Any
) -> None:
    html = as_user(bob).get("/?q=boat+aspect:wide&person=me&order=oldest").content.decode()
    assert 'name="q" value="boat aspect:wide"' in html
    assert 'href="/?q=aspect%3Awide&amp;person=me&amp;order=oldest"' in html
    assert "35 pictures" in html
    assert 'id="gallery-held"' in html  # new pictures are counted, not pushed in


def test_a_list_does_not_wait_for_the_number_of_all_that_is_found(
    boats: list[Picture], bob: User, as_user: Any
) -> None:
    client = as_user(bob)
    html = client.get("/?q=aspect:wide", headers=HTMX).content.decode()
    assert "71 pictures" not in html
    url, trigger = re.findall(r'foundbar__count".*? hx-get="(.*?)".*? hx-trigger="(.*?)"', html)[0]
    assert trigger == "load, recount"
    assert client.get(url).content.decode() == "71 pictures"
    few = client.get("/?q=aspect:wide&person=me", headers=HTMX).content.decode()
    assert 'hx-trigger="recount">36 pictures<' in few  # all of them were read


def test_endless_pages_follow_the_search(boats: list[Picture], bob: User, as_user: Any) -> None:
    client = as_user(bob)
    first = client.get("/?q=boat", headers=HTMX)
    assert b"<html" not in first.content
    assert first["Vary"]
    html = first.content.decode()
    assert html.count('class="tile ') == 60
    more = html.split('hx-get="/gallery/?')[1].split('"')[0].replace("&amp;", "&")
    rest = client.get(f"/gallery/?{more}").content.decode()
    assert rest.count('class="tile ') == 10
    assert "dunes" not in html + rest


def test_what_matches_nothing_says_so_and_offers_a_way_back(bob: User, as_user: Any) -> None:
    html = as_user(bob).get("/?q=nothing&is=favourite").content.decode()
    assert "No pictures match" in html
    assert 'href="/?is=favourite"' in html


def test_the_timeline_jumps_to_a_month(boats: list[Picture], bob: User, as_user: Any) -> None:
    day = timezone.localdate() - timedelta(weeks=30)
    html = as_user(bob).get(f"/?at={day:%Y-%m}").content.decode()
    assert "Back to the newest" in html
    assert f'href="/?at={day:%Y-%m}" aria-current="true"' in html
    first = html.split('class="day" data-key="')[1][:6]
    assert first == f"{day:%Y%m}"


def test_a_window_that_stands_still_is_told_how_many_are_new(
    boats: list[Picture], bob: User, as_user: Any
) -> None:
    newest = boats[-1].pk
    for prompt in ("boats", "boats", "dunes"):
        make_picture(generation=make_generation(bob, prompt=prompt))
    html = as_user(bob).get(f"/gallery/new/?q=boat&newest={newest}").content.decode()
    assert "2 new" in html
    assert "new" not in as_user(bob).get("/gallery/new/?q=dunes&newest=99999999").content.decode()


def test_a_heart_is_ones_own_and_reaches_ones_other_windows(
    bob: User, charlie: User, as_user: Any
) -> None:
    picture, last = make_picture(bob), event_log.last_id()
    url = reverse("favourite", args=[picture.uid])
    target = {"HX-Request": "true", "HX-Target": f"button#fav-{picture.uid}"}
    answer = as_user(charlie).post(f"{url}?set=1", headers=target).content.decode()
    assert 'aria-pressed="true"' in answer
    as_user(charlie).post(f"{url}?set=1")  # again changes nothing
    assert Favourite.objects.count() == 1
    batch = update_batches.Reader().read(last, [bob.pk, charlie.pk])
    assert batch
    assert 'aria-pressed="true"' in batch.frames[charlie.pk].decode()
    assert 'aria-pressed="true"' not in batch.frames[bob.pk].decode()
    assert 'hx-target="#gallery"' not in batch.frames[bob.pk].decode()  # nothing moves
    assert 'aria-pressed="true"' in as_user(charlie).get("/").content.decode()


def test_ratings_are_one_a_person_with_the_teams_mean(
    bob: User, charlie: User, as_user: Any
) -> None:
    picture = make_picture(bob)
    url = reverse("rate_picture", args=[picture.uid])
    for user, stars in ((bob, "5"), (bob, "4"), (charlie, "1")):
        as_user(user).post(url, {"stars": stars})
    assert sorted(Rating.objects.values_list("stars", flat=True)) == [1, 4]
    assert "2.5 from 2" in as_user(bob).get(picture_url(picture)).content.decode()
    as_user(bob).post(url, {"stars": "0"})
    assert as_user(bob).post(url, {"stars": "6"}, headers=HTMX).status_code == 422
    assert Rating.objects.count() == 1


def test_two_spellings_are_one_tag_and_a_tag_is_escaped(bob: User, as_user: Any) -> None:
    first, second = make_picture(bob), make_picture(bob)
    for picture, name in ((first, " #Café  noir "), (second, "cafe NOIR"), (first, "<script>x")):
        as_user(bob).post(reverse("tag_picture", args=[picture.uid]), {"name": name})
    found = picture_search.find(picture_search.read(bob, {"tag": "café noir"}), most=9)
    assert found == [second.pk, first.pk]
    html = as_user(bob).get(picture_url(first)).content.decode()
    assert "<script>x" not in html
    assert "&lt;script&gt;x" in html
    answer = as_user(bob).post(
        reverse("tag_picture", args=[first.uid]), {"name": "x" * 51}, headers=HTMX
    )
    assert (answer.status_code, b"at most 50" in answer.content) == (422, True)


def test_a_viewer_gives_hearts_and_neither_tags_nor_collects(
    vera: User, bob: User, as_user: Any
) -> None:
    picture = make_picture(bob)
    folder = collections.create(bob, name="Shared", visibility="team")
    client = as_user(vera)
    client.post(reverse("favourite", args=[picture.uid]) + "?set=1")
    for name, data in (
        ("tag_picture", {"name": "x"}),
        ("collect_picture", {"collection": folder.uid}),
    ):
        url = reverse(name, args=[picture.uid])
        assert client.post(url, data, headers=HTMX).status_code == 422
    client.post(reverse("create_collection"), {"name": "mine"})
    assert (Favourite.objects.count(), Collection.objects.count(), folder.items.count()) == (
        1,
        1,
        0,
    )


def test_a_picture_is_in_many_collections_and_stays_when_they_go(
    bob: User, charlie: User, as_user: Any
) -> None:
    picture, client = make_picture(bob), as_user(bob)
    url = reverse("collect_picture", args=[picture.uid])
    for name in ("One", "Two <b>"):
        client.post(url, {"collection": "new", "name": name})
    html = client.get(reverse("collections")).content.decode()
    assert "Two &lt;b&gt;" in html
    assert html.count("1 picture ") + html.count("1 picture<") + html.count("1 picture ·") >= 2
    one = Collection.objects.get(name="One")
    client.post(reverse("set_cover", args=[picture.uid, one.uid]))
    share_hide_trash.trash(bob, picture)
    assert picture_search.count(picture_search.read(bob, {"collection": str(one.uid)})) == 0
    share_hide_trash.restore(bob, picture)
    assert picture_search.count(picture_search.read(bob, {"collection": str(one.uid)})) == 1
    assert as_user(charlie).post(reverse("remove_collection", args=[one.uid])).status_code == 302
    assert Collection.objects.filter(pk=one.pk).exists()
    client.post(reverse("remove_collection", args=[one.uid]))
    assert not Collection.objects.filter(pk=one.pk).exists()
    assert Picture.objects.visible_to(bob).count() == 1


def test_a_collection_that_just_went_is_said_in_words(bob: User, as_user: Any) -> None:
    picture = make_picture(bob)
    for name, args in (
        ("collect_picture", [picture.uid]),
        ("uncollect_picture", [picture.uid, uuid.uuid4()]),
    ):
        url = reverse(name, args=args)
        answer = as_user(bob).post(url, {"collection": str(uuid.uuid4())}, headers=HTMX)
        assert answer.status_code == 422
        assert b"was removed a moment ago" in answer.content


def test_its_owner_changes_a_collection_and_its_order(bob: User, as_user: Any) -> None:
    folder = collections.create(bob, name="Old", visibility="team")
    for _ in range(2):
        collections.add(bob, folder, make_picture(bob))
    data = {"name": "New", "description": "why", "visibility": "private", "order": "oldest"}
    as_user(bob).post(reverse("change_collection", args=[folder.uid]), data)
    html = as_user(bob).get(reverse("collection", args=[folder.uid])).content.decode()
    assert "New" in html
    first, second = Picture.objects.order_by("pk")
    assert html.index(f"pic-{first.uid}") < html.index(f"pic-{second.uid}")
    as_user(bob).post(reverse("change_collection", args=[folder.uid]), {"name": " "})
    folder.refresh_from_db()
    assert (folder.name, folder.visibility) == ("New", "private")


def test_a_saved_search_is_a_folder_for_one_or_for_the_team(
    bob: User, charlie: User, as_user: Any
) -> None:
    client, url = as_user(bob), reverse("save_search")
    client.post(url, {"name": "Boats", "query": "q=boat&evil=1", "visibility": "team"})
    client.post(url, {"name": "Mine", "query": "is=mine"})
    client.post(url, {"name": "", "query": "is=mine"})
    assert set(SavedSearch.objects.values_list("name", "query", "visibility")) == {
        ("Boats", "q=boat", "team"),
        ("Mine", "is=mine", "private"),
    }
    html = as_user(charlie).get("/").content.decode()
    assert 'href="/?q=boat"' in html
    assert "Mine" not in html
    saved = SavedSearch.objects.get(name="Boats")
    assert as_user(charlie).post(reverse("forget_search", args=[saved.uid])).status_code == 403
    client.post(reverse("forget_search", args=[saved.uid]))
    assert SavedSearch.objects.count() == 1


def test_new_pictures_go_where_it_was_said_when_they_were_asked_for(
    bob: User, as_user: Any
) -> None:
    folder = collections.create(bob, name="Here", visibility="team")
    data = {
        "choice": "sandbox:sandbox/scenes",
        "prompt": "boats",
        "ticket": str(uuid.uuid4()),
        "collection": str(folder.uid),
    }
    as_user(bob).post(reverse("submit_job"), data)
    assert Generation.objects.get().collection == folder
    assert f'value="{folder.uid}" selected' in as_user(bob).get("/").content.decode()


def test_a_picture_follows_the_search_it_was_opened_from(
    boats: list[Picture], bob: User, as_user: Any
) -> None:
    html = as_user(bob).get(f"{picture_url(boats[40])}?q=boat&person=me").content.decode()
    assert f'href="/pictures/{boats[42].uid}/?q=boat&amp;person=me" data-key="ArrowLeft"' in html
    assert f'href="/pictures/{boats[38].uid}/?q=boat&amp;person=me" data-key="ArrowRight"' in html


def test_a_search_asks_the_database_as_often_for_many_as_for_few(
    boats: list[Picture], bob: User, as_user: Any, django_assert_max_num_queries: Any
) -> None:
    favourites_ratings_tags.tag(bob, boats[0], "hero")
    client = as_user(bob)
    client.get("/", headers=HTMX)  # notes that they are here, once a minute
    for query in ("", "?q=boat", "?tag=hero", "?person=me&is=favourite", "?at=2026-01"):
        with django_assert_max_num_queries(28):
            assert client.get(f"/{query}", headers=HTMX).status_code == 200


def picture_url(picture: Picture) -> str:
    return reverse("picture", args=[picture.uid])
