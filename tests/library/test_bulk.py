"""One act on many pictures: what it does, to whom it is refused, and how it survives."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection

from accounts.models import Role, User
from generations.library.index import fulltext_index, index_updates
from generations.library.search import picture_search
from generations.models import (
    Bulk,
    CollectionItem,
    Favourite,
    Picture,
    PictureTag,
    Tag,
)
from generations.services.curation import (
    bulk_actions,
    bulk_runner,
    collections,
    favourites_ratings_tags,
    selection,
)
from tests.factories import make_generation, make_picture, make_pictures, make_user
from tests.library import prompt_counts
from tests.library.selections import found, named


def ids(user: User, **address: str) -> set[int]:
    return set(picture_search.find(picture_search.read(user, address), most=10_000))


def is_index_true() -> bool:
    """Every row of the index is what the tables say, and so is the history of prompts."""

    def rows() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {fulltext_index.column()}, * FROM {fulltext_index.PICTURES.name} ORDER BY 1"
            )
            return list(cursor.fetchall())

    as_is = rows()
    assert prompt_counts.stored() == prompt_counts.counted()
    index_updates.refresh(Picture.objects.values_list("pk", flat=True))
    assert prompt_counts.stored() == prompt_counts.counted()
    return bool(as_is) and as_is == rows()


def test_everything_a_search_finds_is_favoured_but_what_was_left_out(
    library: list[Picture], bob: User
) -> None:
    wanted = picture_search.find(picture_search.read(bob, {"q": "blue"}), most=1000)
    left_out = Picture.objects.get(pk=wanted[0])
    Favourite.objects.all().delete()
    index_updates.refresh(picture.pk for picture in library)
    chosen = selection.choose(
        bob, place="library", uids=[str(left_out.uid)], is_all=True, query="q=blue"
    )
    assert selection.count(chosen) == len(wanted) - 1
    done = bulk_runner.start(chosen, "favourite")
    assert (done.state, done.done) == ("done", len(wanted) - 1)
    assert ids(bob, q="is:favourite") == set(wanted[1:])
    again = bulk_runner.start(chosen, "favourite")
    assert (again.done, again.skipped) == (0, {"already": len(wanted) - 1})
    assert bulk_runner.start(found(bob), "unfavourite").done == len(wanted) - 1
    assert not Favourite.objects.exists()
    assert is_index_true()


def test_what_was_made_after_the_click_is_not_touched(bob: User) -> None:
    make_picture(bob)
    chosen = found(bob)
    make_picture(bob)
    assert bulk_runner.start(chosen, "trash").done == 1
    assert Picture.objects.visible_to(bob).count() == 1


def test_tags_go_on_and_off_and_a_full_picture_is_left_alone(bob: User, charlie: User) -> None:
    pictures = [make_picture(bob) for _ in range(4)]
    for number in range(favourites_ratings_tags.MOST_TAGS):
        favourites_ratings_tags.tag(bob, pictures[0], f"tag {number}")
    favourites_ratings_tags.tag(bob, pictures[1], "Café")
    done = bulk_runner.start(named(charlie, pictures), "tag", word=" cafe ")
    assert (done.done, done.skipped) == (2, {"full": 1, "already": 1})
    assert ids(bob, tag="café") == {picture.pk for picture in pictures[1:]}
    done = bulk_runner.start(found(bob, "tag=caf%C3%A9"), "untag", word="CAFE")
    assert (done.state, done.done) == ("done", 3)
    assert not Tag.objects.filter(folded="cafe").exists()
    with pytest.raises(selection.NotPossible, match="Write a word"):
        bulk_runner.start(named(bob, pictures), "tag", word=" # ")
    assert is_index_true()


def test_collecting_keeps_the_order_and_uncollecting_the_pictures(bob: User) -> None:
    pictures = [make_picture(bob) for _ in range(5)]
    folder = collections.create(bob, name="Folder", visibility="team")
    collections.add(bob, folder, pictures[4])
    done = bulk_runner.start(named(bob, pictures), "collect", collection=folder)
    assert (done.done, done.skipped) == (4, {"already": 1})
    placed = folder.items.order_by("place").values_list("picture", flat=True)
    assert list(placed) == [picture.pk for picture in reversed(pictures)]
    collections.set_cover(bob, folder, pictures[0])
    done = bulk_runner.start(found(bob, f"collection={folder.uid}"), "uncollect", collection=folder)
    folder.refresh_from_db()
    assert (done.done, folder.items.count(), folder.cover) == (5, 0, None)
    assert Picture.objects.visible_to(bob).count() == 5
    assert is_index_true()


def test_visibility_is_for_own_jobs_and_goes_for_the_whole_job(bob: User, charlie: User) -> None:
    job = make_generation(bob)
    one, sibling, other = make_picture(generation=job), make_picture(generation=job), None
    other = make_picture(charlie)
    done = bulk_runner.start(named(bob, [one, other]), "hide")
    assert (done.done, done.skipped) == (1, {"not_yours": 1})
    job.refresh_from_db()
    sibling.refresh_from_db()
    assert (job.visibility, sibling.visibility) == ("private", "private")
    assert ids(charlie) == {other.pk}
    assert bulk_runner.start(found(bob, "is=private"), "share").done == 2
    assert ids(charlie) == {one.pk, sibling.pk, other.pk}
    assert is_index_true()


def test_the_trash_takes_own_pictures_and_one_undo_brings_them_back(
    alice: User, bob: User, charlie: User
) -> None:
    pictures = [make_picture(owner) for owner in (bob, charlie, bob)]
    earlier = make_picture(bob)
    bulk_runner.start(named(bob, [earlier]), "trash")
    done = bulk_runner.start(named(bob, pictures), "trash")
    assert (done.done, done.skipped) == (2, {"not_yours": 1})
    assert ids(bob) == {pictures[1].pk}
    with pytest.raises(selection.NotPossible):
        bulk_runner.undo(charlie, done)
    assert bulk_runner.undo(bob, done).done == 2
    assert ids(bob) == {picture.pk for picture in pictures}
    by_admin = bulk_runner.start(named(alice, pictures), "trash")
    assert (by_admin.done, ids(bob)) == (3, set())
    assert bulk_runner.undo(alice, by_admin).done == 3
    everything = selection.choose(bob, place="trash", uids=(), is_all=True)
    assert (selection.count(everything), bulk_runner.start(everything, "restore").done) == (1, 1)
    assert is_index_true()


def test_a_viewer_gives_hearts_and_sorts_nothing(bob: User) -> None:
    vera = make_user("vera@example.org", role=Role.VIEWER)
    picture = make_picture(bob)
    folder = collections.create(bob, name="Team", visibility="team")
    assert bulk_runner.start(named(vera, [picture]), "favourite").done == 1
    for act, more in (("tag", {"word": "x"}), ("collect", {"collection": folder})):
        with pytest.raises(selection.NotPossible, match="Viewers"):
            bulk_runner.start(named(vera, [picture]), act, **more)
    for act in ("trash", "hide"):
        assert bulk_runner.start(named(vera, [picture]), act).skipped == {"not_yours": 1}
    assert not PictureTag.objects.exists() and not CollectionItem.objects.exists()


@pytest.mark.parametrize("act", ["download", "restore", "", "delete", "__class__"])
def test_an_act_that_is_not_there_is_refused(act: str, bob: User) -> None:
    with pytest.raises(selection.NotPossible):
        bulk_runner.start(named(bob, [make_picture(bob)]), act)
    assert not Bulk.objects.exists()


def test_a_search_that_is_not_wholly_understood_touches_nothing(bob: User) -> None:
    make_picture(bob)
    for query in ("collection=gone", "q=tag:nowhere", f"collection={uuid.uuid4()}"):
        with pytest.raises(selection.NotPossible, match="because"):
            found(bob, query)


def test_nothing_chosen_and_too_much_left_out_are_said(bob: User) -> None:
    with pytest.raises(selection.NotPossible, match="Choose pictures first"):
        selection.choose(bob, place="library", uids=["", "no-uid", "<script>"])
    many = [str(uuid.uuid4()) for _ in range(selection.MOST_LEFT_OUT + 1)]
    with pytest.raises(selection.NotPossible, match="Narrow the search"):
        selection.choose(bob, place="library", uids=many, is_all=True)


def test_pictures_that_vanished_meanwhile_are_counted_as_gone(bob: User) -> None:
    pictures = [make_picture(bob) for _ in range(3)]
    chosen = named(bob, [*pictures])
    bulk_runner.start(named(bob, pictures[:1]), "trash")
    pictures[1].delete()
    done = bulk_runner.start(chosen, "favourite")
    assert (done.state, done.done, done.skipped) == ("done", 1, {"gone": 2})


def test_another_ones_private_picture_and_a_made_up_one_are_told_alike(
    bob: User, charlie: User
) -> None:
    private = make_picture(bob, visibility="private")
    for act, more in (("favourite", {}), ("tag", {"word": "x"}), ("trash", {}), ("hide", {})):
        hidden = bulk_runner.start(named(charlie, [private]), act, **more)
        forged = selection.choose(charlie, place="library", uids=[str(uuid.uuid4())])
        forged_done = bulk_runner.start(forged, act, **more)
        told = [(row.done, row.skipped, row.total, row.state) for row in (hidden, forged_done)]
        assert told == [(0, {"gone": 1}, 1, "done")] * 2
    private.refresh_from_db()
    assert private.trashed_at is None
    assert not Tag.objects.exists()


def test_a_collection_that_is_removed_in_between_stops_it_in_words(
    bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_runner, "AT_ONCE", 0)
    folder = collections.create(bob, name="Short-lived", visibility="team")
    begun = bulk_runner.start(named(bob, [make_picture(bob)]), "collect", collection=folder)
    collections.remove(bob, folder)
    bulk_runner.advance(begun.pk)
    begun.refresh_from_db()
    assert (begun.state, begun.said) == ("stopped", "That collection was removed a moment ago.")
    assert Picture.objects.visible_to(bob).count() == 1


@pytest.mark.parametrize("act", sorted(set(bulk_actions.ACTS) - {"restore"}))
def test_each_act_asks_the_database_as_often_for_many_as_for_few(
    act: str, bob: User, django_assert_max_num_queries: Any
) -> None:
    folder = collections.create(bob, name="Folder", visibility="team")
    every_other = make_pictures(bob, 60)[1::2]
    bulk_runner.start(named(bob, every_other), "tag", word="old")
    bulk_runner.start(named(bob, every_other), "collect", collection=folder)
    with django_assert_max_num_queries(39):
        done = bulk_runner.start(found(bob), act, collection=folder, word="old")
    assert done.dealt_with == 60
