"""A collection's own order: places between places, and who sees and makes it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from generations.library.index import index_updates
from generations.library.search import picture_search
from generations.models import Collection, CollectionItem, Picture
from generations.services.curation import collection_order, collections, share_hide_trash
from generations.stored import event_log
from generations.web.live import update_batches
from tests.factories import make_picture, make_pictures, make_user

HTMX = {"HX-Request": "true"}


@pytest.fixture
def pictures(bob: User) -> list[Picture]:
    return [make_picture(bob) for _ in range(6)]


@pytest.fixture
def folder(bob: User, pictures: list[Picture]) -> Collection:
    made = collections.create(bob, name="Sequence", visibility="team")
    for picture in pictures:
        collections.add(bob, made, picture)
    Collection.objects.filter(pk=made.pk).update(order="hand")
    return made


def order(user: User, folder: Collection, pictures: list[Picture], **more: str) -> str:
    """The pictures as numbers, in the order this person sees."""
    address = {"collection": str(folder.uid), "order": "hand"} | more
    numbers = {picture.pk: str(number) for number, picture in enumerate(pictures)}
    return "".join(
        numbers[pk] for pk in picture_search.find(picture_search.read(user, address), most=100)
    )


def test_pictures_go_before_after_and_to_the_end(
    bob: User, folder: Collection, pictures: list[Picture]
) -> None:
    assert order(bob, folder, pictures) == "012345"
    collection_order.move_before(bob, folder, [pictures[4], pictures[2]], pictures[1])
    assert order(bob, folder, pictures) == "024135"
    collection_order.move_after(bob, folder, [pictures[0]], pictures[3])
    assert order(bob, folder, pictures) == "241305"
    collection_order.move_before(bob, folder, [pictures[2]], None)
    assert order(bob, folder, pictures) == "413052"
    collection_order.move_before(bob, folder, [pictures[5]], pictures[4])
    assert order(bob, folder, pictures) == "541302"
    collections.take_out(bob, folder, pictures[1])
    collections.add(bob, folder, pictures[1])
    assert order(bob, folder, pictures) == "543021"


def test_step_by_step_and_not_past_the_ends(
    bob: User, folder: Collection, pictures: list[Picture]
) -> None:
    pair = [pictures[1], pictures[2]]
    for _ in range(3):
        collection_order.step(bob, folder, pair, earlier=True)
    assert order(bob, folder, pictures) == "120345"
    for _ in range(9):
        collection_order.step(bob, folder, pair, earlier=False)
    assert order(bob, folder, pictures) == "034512"


def test_two_hundred_into_the_same_gap_write_few_other_rows(
    bob: User, folder: Collection, pictures: list[Picture]
) -> None:
    late = make_pictures(bob, 200)
    collections.put(folder, [picture.pk for picture in late], by=bob)
    index_updates.refresh(picture.pk for picture in late)
    for picture in late:
        collection_order.move_before(bob, folder, [picture], pictures[1])
    found = picture_search.find(
        picture_search.read(bob, {"collection": str(folder.uid), "order": "hand"}), most=999
    )
    assert found == [picture.pk for picture in (pictures[0], *late, *pictures[1:])]
    assert CollectionItem.objects.values("place").distinct().count() == 206


def test_pages_follow_each_other_in_own_order(
    bob: User, folder: Collection, pictures: list[Picture]
) -> None:
    collection_order.move_before(bob, folder, [pictures[5]], pictures[0])
    asked = picture_search.read(bob, {"collection": str(folder.uid), "order": "hand"})
    page, seen = picture_search.find(asked, most=2), []
    while page:
        seen += page
        page = picture_search.find(asked, most=2, past=page[-1])
    assert seen == [pictures[number].pk for number in (5, 0, 1, 2, 3, 4)]
    back = picture_search.find(asked, most=9, past=pictures[1].pk, backwards=True)
    assert back == [pictures[0].pk, pictures[5].pk]
    month = {"date": f"{pictures[0].created_at:%Y-%m}"}
    assert order(bob, folder, pictures, **month) == "501234"
    assert order(bob, folder, pictures, q="desert") == "501234"


def test_own_order_is_of_one_collection_only(bob: User, pictures: list[Picture]) -> None:
    assert picture_search.read(bob, {"order": "hand"}).order == "newest"
    assert picture_search.read(bob, {"order": "hand", "collection": "nowhere"}).order == "newest"


def test_hidden_neighbours_are_stepped_over_and_tell_nothing(
    bob: User, charlie: User, folder: Collection, pictures: list[Picture]
) -> None:
    share_hide_trash.set_visibility(bob, pictures[2].generation, "private")
    collection_order.step(charlie, folder, [pictures[3]], earlier=True)
    assert order(charlie, folder, pictures) == "03145"
    collection_order.move_after(charlie, folder, [pictures[0]], pictures[5])
    assert order(charlie, folder, pictures) == "31450"


def test_who_may_not_put_pictures_in_may_not_arrange_them(
    bob: User, charlie: User, folder: Collection, pictures: list[Picture]
) -> None:
    vera = make_user("vera@example.org", role=Role.VIEWER)
    with pytest.raises(collections.NotPossible):
        collection_order.step(vera, folder, [pictures[3]], earlier=True)
    url = reverse("arrange_collection", args=[folder.uid])
    client = Client()
    client.force_login(charlie)
    data = {"uids": str(pictures[5].uid), "before": str(pictures[0].uid)}
    assert client.post(url, data, headers=HTMX).status_code == 200
    assert order(bob, folder, pictures) == "501234"
    Collection.objects.filter(pk=folder.pk).update(visibility="private")
    assert client.post(url, data, headers=HTMX).status_code == 404


def test_the_page_shows_it_without_days_and_what_is_wrong_is_said(
    bob: User, folder: Collection, pictures: list[Picture]
) -> None:
    client = Client()
    client.force_login(bob)
    page = reverse("collection", args=[folder.uid])
    url = reverse("arrange_collection", args=[folder.uid])
    html = client.get(page).content.decode()
    assert "data-arrange" in html
    assert 'class="day"' not in html
    assert "Move earlier" in html
    assert "data-arrange" not in client.get(f"{page}?order=oldest").content.decode()
    later: dict[str, Any] = {"act": "later", "uids": str(pictures[0].uid), "in": str(folder.uid)}
    assert client.post("/bulk/", later, headers=HTMX).status_code == 200
    assert order(bob, folder, pictures) == "102345"
    for data in ({"uids": ""}, {"uids": str(pictures[1].uid), "before": str(folder.uid)}):
        assert client.post(url, data, headers=HTMX).status_code == 422
    whole = later | {"all": "1", "query": f"collection={folder.uid}"}
    assert client.post("/bulk/", whole, headers=HTMX).status_code == 422
    assert client.post("/bulk/", later | {"in": "nonsense"}, headers=HTMX).status_code == 404


def test_a_colleagues_open_list_looks_again(
    bob: User, charlie: User, folder: Collection, pictures: list[Picture]
) -> None:
    last = event_log.last_id()
    collection_order.step(bob, folder, [pictures[0]], earlier=False)
    batch = update_batches.Reader().read(last, [charlie.pk])
    assert batch
    assert b"/gallery/again/" in batch.frames[charlie.pk]
