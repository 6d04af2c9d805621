"""What a colleague does reaches open pages in few bytes: each asks for the part it shows."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from accounts.models import User
from generations.models import Picture, PictureTag
from generations.services.curation import (
    bulk_runner,
    collections,
    favourites_ratings_tags,
    permanent_deletion,
    saved_searches,
    share_hide_trash,
)
from generations.stored import event_log
from generations.web.live import update_batches
from tests.factories import make_generation, make_picture
from tests.library.selections import named


@pytest.fixture
def frame() -> Any:
    """`frame(bob, act)`: what Bob's windows get of it, as text."""

    def of(user: User, act: Any) -> str:
        last = event_log.last_id()
        act()
        batch = update_batches.Reader().read(last, [user.pk])
        return batch.frames.get(user.pk, b"").decode() if batch else ""

    return of


def test_a_tag_on_an_older_picture_is_counted_by_a_list_that_asks_for_it(
    bob: User, charlie: User, as_user: Any, frame: Any
) -> None:
    older, newer = make_picture(bob), make_picture(bob)
    favourites_ratings_tags.tag(bob, newer, "hero")
    told = frame(charlie, lambda: favourites_ratings_tags.tag(bob, older, "hero"))
    assert f'name="touched" value="{older.uid}"' in told
    ask = f"/gallery/new/?tag=hero&newest={newer.pk}"
    client = as_user(charlie)
    assert "new" not in client.get(ask).content.decode()
    assert "1 new" in client.get(f"{ask}&touched={older.uid}").content.decode()
    assert "new" not in client.get(f"{ask}&touched=x&touched={uuid.uuid4()}").content.decode()
    other = f"/gallery/new/?q=tag:absent&newest={newer.pk}&touched={older.uid}"
    assert client.get(other).status_code == 200


def test_what_is_private_is_not_counted_whatever_a_window_asks(
    bob: User, charlie: User, as_user: Any, frame: Any
) -> None:
    hidden = make_picture(bob, visibility="private")
    newer = make_picture(bob)
    told = frame(charlie, lambda: favourites_ratings_tags.tag(bob, hidden, "hero"))
    assert str(hidden.uid) not in told
    ask = f"/gallery/new/?newest={newer.pk}&touched={hidden.uid}"
    assert "new" not in as_user(charlie).get(ask).content.decode()
    for act in (
        lambda: share_hide_trash.trash(bob, hidden),
        lambda: share_hide_trash.restore(bob, hidden),
        lambda: event_log.record_for(hidden.generation, "done"),
        lambda: collections.create(bob, name="hush", visibility="private"),
        lambda: saved_searches.save(bob, name="hush", query="q=x", for_team=False),
    ):
        told = frame(charlie, act)
        assert str(hidden.uid) not in told
        assert str(hidden.generation.uid) not in told
        assert "news-" not in told


def test_a_list_that_was_jumped_into_or_turned_round_counts_only_what_is_new(
    bob: User, as_user: Any
) -> None:
    for _ in range(3):
        make_picture(bob)
    client = as_user(bob)
    for address in ("/?order=oldest", "/?q=desert&order=oldest", "/?at=2020-01"):
        html = client.get(address).content.decode()
        newest = html.split('name="newest" value="')[1].split('"')[0]
        assert int(newest) == Picture.objects.order_by("-pk")[0].pk
        assert "new" not in client.get(f"/gallery/new/?newest={newest}").content.decode()


def test_a_collections_page_counts_its_own_pictures(bob: User, as_user: Any) -> None:
    folder = collections.create(bob, name="Here", visibility="team")
    html = as_user(bob).get(f"/collections/{folder.uid}/").content.decode()
    assert f'name="collection" value="{folder.uid}"' in html.split('id="since"')[1][:200]


def test_hearts_stars_tags_and_collections_reach_the_open_picture(
    bob: User, charlie: User, as_user: Any, frame: Any
) -> None:
    picture = make_picture(bob)
    folder = collections.create(bob, name="Here", visibility="team")
    for act in (
        lambda: favourites_ratings_tags.favourite(bob, picture, is_set=True),
        lambda: favourites_ratings_tags.rate(bob, picture, 4),
        lambda: favourites_ratings_tags.tag(bob, picture, "hero"),
        lambda: collections.add(bob, folder, picture),
    ):
        told = frame(charlie, act)
        assert f'hx-target="#news-{picture.uid}"' in told
        assert len(told) < 1500
    html = as_user(charlie).get(f"/pictures/{picture.uid}/marks/").content.decode()
    for said in ("4.0 from 1", "hero", "Here", '1<span class="sr"> in the team like it'):
        assert said in html
    assert "<form" in html
    assert 'id="tag-name"' not in html  # nobody's typing is swapped
    hidden = make_picture(bob, visibility="private")
    assert as_user(charlie).get(f"/pictures/{hidden.uid}/marks/").status_code == 404


def test_a_rating_moves_no_list(bob: User, charlie: User, frame: Any) -> None:
    told = frame(charlie, lambda: favourites_ratings_tags.rate(bob, make_picture(bob), 4))
    assert "/gallery/new/" not in told


def test_an_open_picture_that_goes_says_so(bob: User, charlie: User, frame: Any) -> None:
    picture = make_picture(bob)
    assert "moved to the trash or made private" in frame(
        charlie, lambda: share_hide_trash.trash(bob, picture)
    )


def test_lists_of_collections_and_searches_ask_again(
    bob: User, charlie: User, as_user: Any, frame: Any
) -> None:
    picture = make_picture(bob)
    folder = collections.create(bob, name="Here", visibility="team")
    fields = {"name": "There", "description": "", "visibility": "private", "order": "newest"}
    for act in (
        lambda: collections.create(bob, name="New", visibility="team"),
        lambda: collections.add(bob, folder, picture),
        lambda: collections.set_cover(bob, folder, picture),
        lambda: share_hide_trash.trash(bob, picture),
        lambda: collections.change(bob, folder, **fields),  # it leaves the others' lists
    ):
        assert 'hx-get="/collections/"' in frame(charlie, act)
    assert 'hx-get="/collections/"' not in frame(charlie, lambda: collections.remove(bob, folder))
    saved = saved_searches.save(bob, name="Boats", query="q=boat", for_team=True)
    assert "Boats" in as_user(charlie).get("/searches/list/").content.decode()
    told = frame(charlie, lambda: saved_searches.forget(bob, saved))
    assert 'hx-get="/searches/list/"' in told


def test_ones_own_trash_hears_what_an_admin_throws_into_it(
    alice: User, bob: User, charlie: User, frame: Any
) -> None:
    for person, hears in ((bob, True), (charlie, False)):
        one, many = make_picture(bob), [make_picture(bob), make_picture(bob)]
        told = frame(person, lambda p=one: share_hide_trash.trash(alice, p))
        assert ('hx-get="/trash/"' in told) == hears
        told = frame(person, lambda p=many: bulk_runner.start(named(alice, p), "trash"))
        assert ('hx-get="/trash/"' in told) == hears


def test_ones_own_trash_follows_and_nobody_elses(bob: User, charlie: User, frame: Any) -> None:
    for person, hears in ((bob, True), (charlie, False)):
        picture = make_picture(bob)
        assert (
            'hx-get="/trash/"' in frame(person, lambda p=picture: share_hide_trash.trash(bob, p))
        ) == hears
        told = frame(person, lambda p=picture: permanent_deletion.delete_for_ever(bob, p))
        assert ('hx-get="/trash/"' in told) == hears


def test_a_failed_job_is_counted_by_a_list_of_failed_jobs(
    bob: User, charlie: User, as_user: Any, frame: Any
) -> None:
    job = make_generation(bob, status="failed")
    assert "/gallery/new/" in frame(charlie, lambda: event_log.record_for(job, "failed"))
    client = as_user(charlie)
    assert "1 new" in client.get("/gallery/new/?q=is:failed&newest=0").content.decode()
    assert "new" not in client.get(f"/gallery/new/?q=is:failed&newest={job.pk}").content.decode()


def test_a_list_lets_go_of_what_it_does_not_find_any_more(
    bob: User, charlie: User, as_user: Any, frame: Any
) -> None:
    first, second = make_picture(bob), make_picture(bob)
    for picture in (first, second):
        favourites_ratings_tags.tag(bob, picture, "hero")
    client, tag = as_user(charlie), PictureTag.objects.filter(picture=first).get().tag_id
    page = client.get("/?tag=hero").content.decode()
    assert 'name="whole" value="1"' in page.split('id="since"')[1][:300]
    ask = f"/gallery/new/?tag=hero&whole=1&newest={second.pk}&shown={first.uid}&shown={second.uid}"
    leaves = 'hx-target="#pic-{}" hx-swap="delete"'
    assert "delete" not in client.get(ask).content.decode()
    told = frame(charlie, lambda: favourites_ratings_tags.untag(bob, first, tag))
    assert f'name="touched" value="{first.uid}"' in told
    answer = client.get(ask).content.decode()
    assert leaves.format(first.uid) in answer
    assert leaves.format(second.uid) not in answer
    favourites_ratings_tags.untag(
        bob, second, tag
    )  # now the tag is forgotten: the rest of the search is not meant
    answer = client.get(ask).content.decode()
    assert leaves.format(second.uid) in answer
    assert "new<" not in answer


def test_what_is_used_stays_unless_it_may_not_be_seen_any_more(
    bob: User, charlie: User, as_user: Any
) -> None:
    kept, lost, hidden = (make_picture(bob) for _ in range(3))
    favourites_ratings_tags.tag(bob, kept, "hero")
    asked = {"tag": "hero", "whole": "1", "shown": f"{kept.uid} {lost.uid} {hidden.uid}"}
    share_hide_trash.set_visibility(bob, hidden.generation, "private")
    used = {"used": [str(lost.uid), str(hidden.uid)]}
    for held in ({"held": "1"}, {}):  # also at its top, where it would be read anew
        answer = as_user(charlie).post("/gallery/again/", asked | used | held).content.decode()
        assert f'hx-target="#pic-{hidden.uid}" hx-swap="delete"' in answer
        assert f'hx-target="#pic-{lost.uid}" hx-swap="delete"' not in answer
        assert f'hx-target="#pic-{kept.uid}" hx-swap="delete"' not in answer
    answer = as_user(charlie).post("/gallery/again/", asked | {"held": "1"}).content.decode()
    assert f'hx-target="#pic-{lost.uid}" hx-swap="delete"' in answer


def test_marks_of_many_reach_an_open_picture_and_hearts_no_other_list(
    bob: User, charlie: User, frame: Any
) -> None:
    picture = make_picture(bob)
    for act, looks in (("tag", True), ("favourite", False)):
        told = frame(
            charlie, lambda act=act: bulk_runner.start(named(bob, [picture]), act, word="hero")
        )
        assert 'hx-target=".viewer__news"' in told
        assert ("/gallery/again/" in told) == looks
    private = make_picture(bob, visibility="private")
    told = frame(charlie, lambda: bulk_runner.start(named(bob, [private]), "favourite"))
    assert "viewer__news" not in told
