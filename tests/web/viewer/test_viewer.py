"""The viewer's page, the way back to a list, day headings and the shortcut sheet, as the server says them."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from generations.library.search import picture_search, stacks
from generations.models import Picture
from generations.services.curation import collections, share_hide_trash
from generations.web.components import tiles
from tests.factories import make_generation, make_picture

RAIL = {"HX-Request": "true", "HX-Target": "aside#rail"}
FILM = re.compile(r'<li id="pic-([\w-]+)" data-pic="\d+"><a href="([^"]+)"')
TILE = re.compile(r'<li id="pic-([\w-]+)" class="tile')


@pytest.fixture
def many(bob: User) -> list[Picture]:
    """A hundred pictures, the oldest first."""
    return [make_picture(bob) for _ in range(100)]


def test_the_film_is_the_list_around_the_picture_in_its_order(
    many: list[Picture], bob: User, as_user: Any
) -> None:
    client, here = as_user(bob), many[50]
    newest_first = [str(one.uid) for one in many[44:57]][::-1]
    for query, expected in (("", newest_first), ("?order=oldest", newest_first[::-1])):
        html = client.get(f"/pictures/{here.uid}/{query}").content.decode()
        assert [uid for uid, _ in FILM.findall(html)] == expected
        assert all(url.endswith(f"/{query}") for _, url in FILM.findall(html))
        assert (
            f'data-uid="{here.uid}" data-src="/pictures/{here.uid}/original" aria-current' in html
        )
    assert "50 / 100" in client.get(f"/pictures/{here.uid}/").content.decode()
    assert "51 / 100" in client.get(f"/pictures/{here.uid}/?order=oldest").content.decode()


def test_the_viewer_goes_on_with_what_changes_and_nothing_else(
    many: list[Picture], bob: User, as_user: Any, django_assert_max_num_queries: Any
) -> None:
    client = as_user(bob)
    client.get("/")
    with django_assert_max_num_queries(30):
        answer = client.get(f"/pictures/{many[3].uid}/?person=me", headers=RAIL)
    html = answer.content.decode()
    assert "<html" not in html
    assert "HX-Target" in answer["Vary"]
    for part in ("#rail", "#film", "#stagebar", "#stagenav"):
        assert f'hx-target="{part}"' in html
    assert f"/?person=me&amp;near={many[3].uid}#pic-{many[3].uid}" in html


def test_one_comes_back_to_the_place_in_the_list_and_not_to_its_top(
    many: list[Picture], bob: User, as_user: Any
) -> None:
    client = as_user(bob)
    html = client.get(f"/?near={many[20].uid}").content.decode()
    shown = TILE.findall(html)
    assert shown.index(str(many[20].uid)) == 30
    assert len(shown) == 51  # 30 before it, itself, and what is left
    above = re.search(r'id="earlier"[^>]*hx-get="([^"]+)"', html)
    assert above
    before = client.get(above[1].replace("&amp;", "&")).content.decode()
    assert TILE.findall(before) == [str(one.uid) for one in many[51:]][::-1]
    assert 'id="earlier"' not in before
    assert f'id="seam-{many[50].pk}"' in before


def test_the_viewer_went_on_and_the_list_is_built_around_what_it_showed_last(
    many: list[Picture], bob: User, as_user: Any
) -> None:
    client: Client = as_user(bob)
    client.cookies["left"] = str(many[5].uid)
    assert str(many[5].uid) in TILE.findall(client.get(f"/?near={many[90].uid}").content.decode())
    assert str(many[5].uid) not in TILE.findall(client.get("/").content.decode())


def test_a_place_that_one_may_not_see_is_the_start(
    many: list[Picture], charlie: User, as_user: Any
) -> None:
    hidden = make_picture(many[0].owner, visibility="private")
    start = TILE.findall(as_user(charlie).get("/").content.decode())
    for near in (str(hidden.uid), "x' or 1", "00000000-0000-0000-0000-000000000000"):
        assert TILE.findall(as_user(charlie).get("/", {"near": near}).content.decode()) == start


def test_from_a_collection_one_comes_back_to_the_collection(bob: User, as_user: Any) -> None:
    picture = make_picture(bob)
    folder = collections.create(bob, name="Covers", visibility="team")
    collections.add(bob, folder, picture)
    html = as_user(bob).get(f"/pictures/{picture.uid}/?collection={folder.uid}").content.decode()
    assert f'href="/collections/{folder.uid}/?near={picture.uid}' in html
    assert "<span>Covers</span>" in html


def test_headings_tell_how_many_pictures_their_day_has(
    many: list[Picture], bob: User, charlie: User, as_user: Any
) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    make_picture(bob, created_at=yesterday, visibility="private")
    old = [make_picture(charlie, created_at=yesterday) for _ in range(2)]
    share_hide_trash.trash(charlie, old[0])
    html = as_user(charlie).get("/").content.decode()
    assert re.findall(r'day__count">(\d+)', html) == ["1", "100"]
    today = as_user(charlie).get(f"/gallery/day/{timezone.localdate():%Y-%m-%d}/")
    assert 'day__count">100' in today.content.decode()
    then = as_user(charlie).get(f"/gallery/day/{yesterday:%Y-%m-%d}/?person=me").content.decode()
    assert 'day__count">1<' in then


def test_past_midnight_today_is_yesterday(bob: User, as_user: Any) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 22, tzinfo=UTC), tick=False):
        bob.time_zone = "UTC"
        bob.save()
        make_picture(bob)
        client = as_user(bob)
        html = client.get("/").content.decode()
        assert '<time datetime="2026-11-20">Today' in html
        assert 'data-midnight="1795219200"' in html
        assert 'hx-trigger="midnight from:body' in html
    with time_machine.travel(datetime(2026, 11, 21, 0, 0, 30, tzinfo=UTC), tick=False):
        assert ">Yesterday<" in client.get("/gallery/day/2026-11-20/").content.decode()
    for nonsense in ("0000-00-00", "9999-12-31", "tomorrow"):
        assert client.get(f"/gallery/day/{nonsense}/").status_code == 404


@pytest.mark.parametrize("query", ["order=oldest", "order=oldest&q=dunes", ""])
def test_only_what_came_since_counts_as_new(
    many: list[Picture], bob: User, as_user: Any, query: str
) -> None:
    """A list that shows its oldest pictures does not take all the others for new."""
    client = as_user(bob)
    html = client.get(f"/?{query}").content.decode()
    newest = re.search(r'name="newest" value="(\d+)"', html)
    assert newest
    asked = f"/gallery/new/?newest={newest[1]}&{query}"
    assert "new" not in client.get(asked).content.decode()
    fresh = make_picture(bob)
    pill = client.get(asked).content.decode()
    assert "1 new" in pill
    where = re.search(r'href="([^"]+)"', pill)
    assert where
    assert str(fresh.uid) in client.get("/" + where[1].replace("&amp;", "&")).content.decode()


def test_order_and_stacks_are_remembered_and_the_address_has_the_last_word(
    many: list[Picture], bob: User, as_user: Any
) -> None:
    client = as_user(bob)
    client.cookies["order"] = "oldest"
    client.cookies["stacks"] = "1"
    oldest, newest = str(many[0].uid), str(many[-1].uid)
    html = client.get("/").content.decode()
    assert TILE.findall(html)[0] == oldest
    assert re.search(r'name="stacks"[^>]* checked', html)
    assert TILE.findall(client.get("/?order=newest").content.decode())[0] == newest
    client.cookies["order"] = "sideways"
    assert TILE.findall(client.get("/").content.decode())[0] == newest


def test_the_shortcut_sheet_and_the_controls_are_the_same_keys() -> None:
    """Every key of the sheet has a control in the viewer, and every control with a key a row."""
    folder = Path("templates/generations")
    sheet = (folder / "components" / "_shortcuts.html").read_text()
    told = {key for keys in re.findall(r'data-keys="([^"]+)"', sheet) for key in keys.split()}
    others = [path for path in folder.rglob("*.html") if path.name != "_shortcuts.html"]
    html = "".join(path.read_text() for path in others)
    controls = {key for key in re.findall(r'data-key="([^"{]+)"', html) if key != "0"}
    controls |= set("12345") if 'data-key="{{ star }}"' in html else set()
    assert (
        told - {"?", "Backspace"} == controls
    )  # shortcut-help.js has the one, the other means Delete
    steps = {key for keys in re.findall(r'data-grid="([^"]+)"', sheet) for key in keys.split()}
    known = re.findall(r"(\w+): \(tile\)", Path("static/js/gallery/tile-keys.js").read_text())
    assert steps == set(known)
    assert set(re.findall(r'data-tile="(\w+)"', sheet)) == {"rate", "copy", "open", "visibility"}


def test_a_key_in_the_list_rates_shares_and_says_so(bob: User, charlie: User, as_user: Any) -> None:
    picture = make_picture(bob)
    tile = {"HX-Request": "true", "HX-Target": f"li#pic-{picture.uid}"}
    rated = as_user(charlie).post(f"/pictures/{picture.uid}/rate/", {"stars": "4"}, headers=tile)
    assert "Rated 4 of 5" in rated.content.decode()
    change = {"visibility": "toggle"}
    url = f"/pictures/{picture.uid}/visibility/"
    assert as_user(charlie).post(url, change, headers=tile).status_code == 422
    for said in ("Only you see it now", "The team sees it now"):
        assert said in as_user(bob).post(url, change, headers=tile).content.decode()


def test_a_stack_is_one_tile_where_its_first_picture_stands(
    bob: User, charlie: User, as_user: Any
) -> None:
    job = make_generation(bob)
    first, second, third = (make_picture(generation=job) for _ in range(3))
    other = make_picture(charlie)
    client = as_user(charlie)
    html = client.get("/?stacks=1").content.decode()
    assert TILE.findall(html) == [str(other.uid), str(third.uid)]
    assert "Open the 3 pictures of this request" in html
    assert 'day__count">4' in html  # pictures, not tiles
    opened = client.get(f"/gallery/stack/{third.uid}/?stacks=1&open=1").content.decode()
    assert TILE.findall(opened) == [str(one.uid) for one in (third, second, first)]
    closed = client.get(f"/gallery/stack/{third.uid}/?stacks=1").content.decode()
    assert TILE.findall(closed) == [str(third.uid)]
    assert f'hx-target="#pic-{first.uid}" hx-swap="delete"' in closed


def test_a_stack_whose_leader_left_is_asked_for_by_those_behind_it(
    bob: User, charlie: User, as_user: Any
) -> None:
    job, other = make_generation(bob), make_generation(bob)
    first, second = make_picture(generation=job), make_picture(generation=job)
    private = make_picture(bob, visibility="private")
    html = as_user(charlie).get("/?stacks=1").content.decode()
    assert f'data-holds="{second.uid} {first.uid}" data-pics="{second.pk} {first.pk}"' in html
    share_hide_trash.trash(bob, second)
    ask = f"/gallery/stack/{second.uid}/?stacks=1"
    client = as_user(charlie)
    assert client.get(ask).status_code == 404
    answer = client.get(f"{ask}&or={first.uid}+{uuid.uuid4()}+x").content.decode()
    assert TILE.findall(answer) == [str(first.uid)]
    assert "tile__stack" not in answer  # it is alone now
    for others in (f"{private.uid}", "", f"{uuid.uuid4()}"):
        answer = client.get(f"{ask}&or={others}")
        assert (answer.status_code, answer.content) == (200, b"")
    assert other.pictures.count() == 0


def test_pages_of_stacks_join_without_a_gap_and_show_each_request_once(
    bob: User, charlie: User, as_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests that ran at the same time lie mixed; one of them reaches over the ends of pages."""
    monkeypatch.setattr(tiles, "PAGE", 4)
    long = make_generation(charlie)
    for number in range(30):
        job = make_generation(bob)
        make_picture(generation=job)
        make_picture(generation=long)
        if number % 3 == 0:
            make_picture(generation=job)
    client, shown = as_user(bob), []
    html = client.get("/?stacks=1").content.decode()
    for _ in range(40):
        shown += TILE.findall(html)
        more = re.search(r'id="more"[^>]*hx-get="([^"]+)"', html)
        if not more:
            break
        html = client.get(more[1].replace("&amp;", "&")).content.decode()
    asked = picture_search.read(bob, {})
    heads = stacks.heads(asked, picture_search.find(asked, most=1000))
    by_uid = dict(Picture.objects.values_list("uid", "pk"))
    assert [by_uid[uuid.UUID(uid)] for uid in shown] == list(heads)
    assert len(heads) == 31
