"""Large acts in the worker: turn by turn, taken up after a death, stopped, told of sparingly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Role, User
from generations.models import Bulk, Collection, Event, Favourite, Picture, Tag
from generations.services.curation import bulk_runner, selection
from generations.stored import event_log
from tests.factories import make_picture
from tests.library.selections import found, named

LONG = timedelta(minutes=5)


@pytest.fixture
def in_stretches_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large acts, small stretches, and turns that end at once."""
    monkeypatch.setattr(bulk_runner, "AT_ONCE", 0)
    monkeypatch.setattr(selection.stretches, "__kwdefaults__", {"past": None, "most": 2})


def test_a_large_one_goes_on_turn_by_turn(bob: User, in_stretches_of_two: None) -> None:
    pictures = [make_picture(bob) for _ in range(5)]
    for chosen in (found(bob), named(bob, pictures)):
        begun = bulk_runner.start(chosen, "favourite")
        assert begun.state == "waiting"
        for done in (2, 4, 5):
            bulk_runner.advance(begun.pk, turn_s=0)
            begun.refresh_from_db()
            assert begun.dealt_with == done
        assert begun.state == "done"
    assert Favourite.objects.count() == 5


def test_an_act_whose_worker_died_is_taken_up_and_counts_nothing_twice(
    bob: User, in_stretches_of_two: None
) -> None:
    for _ in range(5):
        make_picture(bob)
    begun = bulk_runner.start(found(bob), "favourite")
    bulk_runner.advance(begun.pk, turn_s=0)
    Bulk.objects.filter(pk=begun.pk).update(lease_owner="a dead worker")
    assert bulk_runner.wake_left() == 0  # it may live
    bulk_runner.advance(begun.pk)  # a second delivery of the same task does nothing
    assert Favourite.objects.count() == 2
    Bulk.objects.filter(pk=begun.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert bulk_runner.wake_left() == 1
    bulk_runner.advance(begun.pk)
    begun.refresh_from_db()
    assert (begun.state, begun.done, Favourite.objects.count()) == ("done", 5, 5)
    bulk_runner.advance(begun.pk)
    assert bulk_runner.wake_left() == 0


class _Killed(BaseException):
    pass


class _DiesAt:
    """The worker is gone before this statement of its, and every one after it."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, execute: Any, *statement: Any) -> Any:
        self.number -= 1
        if self.number < 0:
            raise _Killed
        return execute(*statement)


@pytest.mark.django_db(transaction=True)
def test_before_whichever_statement_the_worker_dies_nothing_is_counted_twice(
    bob: User, in_stretches_of_two: None
) -> None:
    for _ in range(5):
        make_picture(bob)
    for number in range(200):
        Favourite.objects.all().delete()
        begun = bulk_runner.start(found(bob), "favourite")
        try:
            with connection.execute_wrapper(_DiesAt(number)):
                bulk_runner.advance(begun.pk)
        except _Killed:
            Bulk.objects.filter(pk=begun.pk).update(lease_until=timezone.now() - LONG)
            bulk_runner.advance(begun.pk)
        else:
            break
        begun.refresh_from_db()
        told = (begun.state, begun.done, begun.dealt_with, Favourite.objects.count())
        assert told == ("done", 5, 5, 5), number
    assert number > 20  # it lived through all of them at last


def test_one_that_is_stopped_does_no_more_and_undo_stops_it_first(
    bob: User, in_stretches_of_two: None
) -> None:
    for _ in range(5):
        make_picture(bob)
    begun = bulk_runner.start(found(bob), "trash")
    bulk_runner.advance(begun.pk, turn_s=0)
    assert Picture.objects.in_trash_of(bob).count() == 2
    back = bulk_runner.undo(bob, begun)
    for _ in range(4):
        bulk_runner.advance(begun.pk)
        bulk_runner.advance(back.pk)
    assert not Picture.objects.in_trash_of(bob).exists()
    begun.refresh_from_db()
    assert (begun.state, bulk_runner.stop(begun)) == ("stopped", False)


def test_who_became_a_viewer_meanwhile_goes_no_further(
    bob: User, in_stretches_of_two: None
) -> None:
    begun = bulk_runner.start(named(bob, [make_picture(bob)]), "tag", word="late")
    User.objects.filter(pk=bob.pk).update(role=Role.VIEWER)
    bulk_runner.advance(begun.pk)
    begun.refresh_from_db()
    assert (begun.state, Tag.objects.count()) == ("stopped", 0)


def test_ten_stretches_make_few_lines_in_the_event_log(
    bob: User, in_stretches_of_two: None
) -> None:
    for _ in range(20):
        make_picture(bob)
    last = event_log.last_id()
    begun = bulk_runner.start(found(bob), "favourite")
    bulk_runner.advance(begun.pk, turn_s=600)
    assert Event.objects.filter(pk__gt=last).count() <= 4


def test_what_only_one_may_see_moves_no_other_window(bob: User) -> None:
    private = make_picture(bob, visibility="private")
    bulk_runner.start(named(bob, [private]), "favourite")
    assert list(Event.objects.filter(kind__startswith="many").values_list("kind", flat=True)) == [
        "many own"
    ]


def test_what_ended_long_ago_is_forgotten(bob: User) -> None:
    done = bulk_runner.start(named(bob, [make_picture(bob)]), "favourite")
    assert bulk_runner.prune() == 0
    Bulk.objects.filter(pk=done.pk).update(created_at=timezone.now() - bulk_runner.KEPT * 2)
    assert bulk_runner.prune() == 1
    assert Collection.objects.count() == 0
