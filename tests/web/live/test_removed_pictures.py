"""What a colleague hides or deletes leaves open windows at once, and says nothing of the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Role, User
from generations.models import Event, Picture
from generations.services.curation import bulk_runner, selection, share_hide_trash
from generations.stored import event_log
from generations.web.live import removed_pictures, update_batches
from tests.factories import make_generation, make_picture, make_user
from tests.library.selections import found, named

Told = Callable[[User], set[int]]


@pytest.fixture
def told_of(db: None) -> Callable[[Callable[[], object]], Told]:
    """`told_of(act)(charlie)`: the pictures that leave Charlie's windows by it."""

    def of(act: Callable[[], object]) -> Told:
        event_log.record("seen")  # no window stands before the first line
        last = event_log.last_id()
        act()

        def to(user: User) -> set[int]:
            batch = update_batches.Reader().read(last, [user.pk])
            frame = batch.frames.get(user.pk, b"").decode() if batch else ""
            missed = b"".join(update_batches.Reader().missed(user.pk, last, event_log.last_id()))
            assert names(missed.decode()) == names(frame)
            return names(frame)

        return to

    return of


def names(frame: str) -> set[int]:
    lines = re.findall(r"^event: departed\ndata: (.+)\n\n", frame, re.MULTILINE)
    return {pk for line in lines for pk in event_log.unpacked(line)}


def pks(*pictures: Picture) -> set[int]:
    return {picture.pk for picture in pictures}


def test_hidden_ones_leave_every_window_but_their_owners(
    alice: User, bob: User, charlie: User, told_of: Any
) -> None:
    shared, private = make_picture(bob), make_picture(bob, visibility="private")
    beside = make_picture(generation=shared.generation)  # not ticked, but of the same job
    foreign = make_picture(charlie)
    to = told_of(lambda: bulk_runner.start(named(bob, [shared, private, foreign]), "hide"))
    assert to(bob) == set()
    assert to(charlie) == to(alice) == pks(shared, beside)  # admins see no private pictures either


def test_trashed_ones_leave_their_owners_windows_too(
    alice: User, bob: User, charlie: User, told_of: Any
) -> None:
    shared, private = make_picture(bob), make_picture(bob, visibility="private")
    to = told_of(lambda: bulk_runner.start(named(bob, [shared, private]), "trash"))
    assert to(bob) == pks(shared, private)
    assert to(charlie) == to(alice) == pks(shared)


def test_what_an_admin_trashes_leaves_everybody(bob: User, charlie: User, told_of: Any) -> None:
    User.objects.filter(pk=charlie.pk).update(role=Role.ADMIN)
    charlie.refresh_from_db()
    picture = make_picture(bob)
    to = told_of(lambda: bulk_runner.start(named(charlie, [picture]), "trash"))
    assert to(bob) == to(charlie) == pks(picture)


def test_what_was_always_private_is_not_even_a_number(
    bob: User, charlie: User, told_of: Any
) -> None:
    private = make_picture(bob, visibility="private")
    last = event_log.last_id()
    for act in ("hide", "tag", "trash"):
        to = told_of(lambda act=act: bulk_runner.start(named(bob, [private]), act, word="hush"))
        assert to(charlie) == set()
    batch = update_batches.Reader().read(last, [charlie.pk])
    frame = batch.frames[charlie.pk].decode() if batch else ""
    assert "/gallery/again/" not in frame
    assert str(private.uid) not in frame
    assert "news-" not in frame


def test_what_came_back_meanwhile_stays(bob: User, charlie: User, told_of: Any) -> None:
    first, second = make_picture(bob), make_picture(bob)

    def act() -> None:
        done = bulk_runner.start(named(bob, [first, second]), "trash")
        bulk_runner.start(named(bob, [first], place="trash"), "restore")
        assert done.done == 2

    to = told_of(act)
    assert to(charlie) == to(bob) == pks(second)


def test_single_ones_leave_the_same_way(bob: User, charlie: User, told_of: Any) -> None:
    shared, private = make_picture(bob), make_picture(bob, visibility="private")
    assert told_of(lambda: share_hide_trash.trash(bob, private))(charlie) == set()
    assert told_of(lambda: share_hide_trash.trash(bob, shared))(charlie) == pks(shared)
    share_hide_trash.restore(bob, shared)
    to = told_of(lambda: share_hide_trash.set_visibility(bob, shared.generation, "private"))
    assert to(charlie) == pks(shared)
    assert to(bob) == set()


def test_every_stretch_is_named_as_it_is_done_and_lists_look_again_once(
    bob: User, charlie: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection.stretches, "__kwdefaults__", {"past": None, "most": 2})
    for _ in range(5):
        make_picture(bob)
    last = event_log.last_id()
    bulk_runner.start(found(bob), "hide")
    kinds = list(Event.objects.filter(pk__gt=last).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["departed", "departed", "prompts", "departed", "many"]


def test_a_stretch_is_a_short_message_and_few_queries_whoever_looks(
    bob: User, charlie: User, django_assert_max_num_queries: Any
) -> None:
    job = make_generation(bob)
    Picture.objects.bulk_create(
        Picture(generation=job, owner=bob, position=number, bytes=1, width=1, height=1)
        for number in range(500)
    )
    chosen, last = found(bob), event_log.last_id()
    Picture.objects.update(visibility="private")
    ids = list(Picture.objects.values_list("pk", flat=True))
    event_log.record_departed(ids, actor_id=bob.pk)
    people = [bob.pk, charlie.pk, *(make_user(f"p{number}@example.org").pk for number in range(8))]
    with django_assert_max_num_queries(10 + 2 * len(people)):
        batch = update_batches.Reader().read(last, people)
    assert batch
    assert names(batch.frames[charlie.pk].decode()) == set(ids)
    assert names(batch.frames[bob.pk].decode()) == set()
    assert len(batch.frames[charlie.pk]) < 1_500
    assert chosen.user == bob


def test_a_window_that_missed_very_many_reads_its_lists_anew(bob: User, charlie: User) -> None:
    event_log.record("seen")
    last = event_log.last_id()
    for start in range(0, 30_000, 500):
        event_log.record_departed(range(start * 3, start * 3 + 1500, 3), actor_id=bob.pk)
    lines = event_log.since(last)
    assert removed_pictures.is_too_much(lines)
    frames = update_batches.Reader().missed(charlie.pk, last, event_log.last_id())
    assert b"/lists/" in frames[0]
    Event.objects.update(at=timezone.now() - timedelta(days=2))
    assert b"/lists/" in update_batches.Reader().missed(charlie.pk, last, event_log.last_id())[0]


@pytest.mark.parametrize("ids", [[], [7], [1, 2, 3], [5, 500, 7_000_000], [9, 9, 3]])
def test_ids_are_packed_and_unpacked(ids: list[int]) -> None:
    assert event_log.unpacked(event_log.packed(ids)) == sorted(set(ids))


def test_an_act_that_is_stopped_has_open_lists_look_again(
    bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection.stretches, "__kwdefaults__", {"past": None, "most": 2})
    monkeypatch.setattr(bulk_runner, "AT_ONCE", 0)
    for _ in range(4):
        make_picture(bob)
    begun, last = bulk_runner.start(found(bob), "tag", word="late"), event_log.last_id()

    def stops_it(_seconds: float) -> None:
        bulk_runner.stop(begun)

    monkeypatch.setattr(bulk_runner.time, "sleep", stops_it)
    bulk_runner.advance(begun.pk)
    begun.refresh_from_db()
    assert (begun.state, begun.done) == ("stopped", 2)
    assert list(Event.objects.filter(pk__gt=last).values_list("kind", flat=True)) == ["many"]
