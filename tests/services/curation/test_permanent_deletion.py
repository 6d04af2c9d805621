"""Deleting for ever: what goes, what stays for others and for the books, and what is never touched."""

from __future__ import annotations

import io
import os
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from accounts.models import User
from generations.library.search import picture_search
from generations.models import Collection, DayTally, Event, Picture, Rating, Tag
from generations.services.curation import (
    collections,
    favourites_ratings_tags,
    permanent_deletion,
    share_hide_trash,
)
from generations.services.insight import daily_counts
from generations.stored import event_log, original_files, spool, thumbnail_drawing
from tests.factories import make_generation, make_picture
from tests.library import prompt_counts


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> None:
    for name in ("PICTURE_DIR", "SPOOL_DIR", "RUN_DIR"):
        setattr(settings, name, tmp_path / name.lower())


def png(shade: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), (shade, 80, 80)).save(file, "PNG")
    return file.getvalue()


def stored(owner: User, shade: int = 10, *, old: bool = True, **fields: Any) -> Picture:
    """A picture with its file and thumbnails; `old`: kept hours ago."""
    kept = original_files.keep(png(shade))
    thumbnail_drawing.make(kept.path, format="png", width=40, height=30)
    names = ("path", "sha256", "bytes", "format", "width", "height")
    if old:
        past = time.time() - 7200
        os.utime(original_files.original_path(kept.path), (past, past))
    return make_picture(owner, **{name: getattr(kept, name) for name in names}, **fields)


def on_disk(picture: Picture) -> list[bool]:
    paths = [original_files.thumb_path(picture.path, size) for size in ("small", "large")]
    return [path.exists() for path in (original_files.original_path(picture.path), *paths)]


def test_only_what_lies_in_the_trash_and_is_ones_own(alice: User, bob: User) -> None:
    picture = stored(bob)
    assert not permanent_deletion.delete_for_ever(bob, picture)
    share_hide_trash.trash(bob, picture)
    assert not permanent_deletion.delete_for_ever(alice, picture)
    assert on_disk(picture) == [True, True, True]
    assert permanent_deletion.delete_for_ever(bob, picture)
    assert on_disk(picture) == [False, False, False]
    assert not Picture.objects.exists()
    assert not permanent_deletion.delete_for_ever(bob, picture)  # pressed twice


def test_a_file_of_two_rows_stays_until_the_last_is_gone(bob: User, alice: User) -> None:
    one, two = stored(bob), stored(alice)
    assert one.path == two.path
    for owner, picture, left in ((bob, one, True), (alice, two, False)):
        share_hide_trash.trash(owner, picture)
        permanent_deletion.delete_for_ever(owner, picture)
        assert on_disk(two) == [left, left, left]


def test_a_file_kept_again_a_moment_ago_stays(bob: User) -> None:
    """A job that is being saved keeps the same bytes before its row is there."""
    picture = stored(bob)
    share_hide_trash.trash(bob, picture)
    original_files.keep(png(10))
    permanent_deletion.delete_for_ever(bob, picture)
    assert on_disk(picture)[0]


def test_restoring_brings_back_everything_that_hung_on_it(bob: User, alice: User) -> None:
    picture = stored(bob)
    folder = collections.create(bob, name="Here", visibility="team")
    collections.add(bob, folder, picture)
    favourites_ratings_tags.tag(bob, picture, "hero")
    favourites_ratings_tags.favourite(alice, picture, is_set=True)
    favourites_ratings_tags.rate(alice, picture, 4)
    searches = [{"q": "tag:hero"}, {"collection": str(folder.uid)}, {"q": "desert"}]
    share_hide_trash.trash(bob, picture)
    assert [picture_search.find(picture_search.read(bob, asked), most=9) for asked in searches] == [
        [],
        [],
        [],
    ]
    assert Tag.objects.count() == 1
    share_hide_trash.restore(bob, picture)
    assert [picture_search.find(picture_search.read(bob, asked), most=9) for asked in searches] == [
        [picture.pk]
    ] * 3
    assert picture_search.find(picture_search.read(alice, {"q": "is:favourite"}), most=9) == [
        picture.pk
    ]
    assert Rating.objects.get().stars == 4
    picture.refresh_from_db()
    assert picture.trashed_at is None


def test_what_hung_on_it_goes_with_it_and_leaves_no_word_behind(bob: User) -> None:
    picture, other = stored(bob), stored(bob, 20)
    folder = collections.create(bob, name="Here", visibility="team")
    for each in (picture, other):
        collections.add(bob, folder, each)
        favourites_ratings_tags.tag(bob, each, "both")
    favourites_ratings_tags.tag(bob, picture, "alone")
    collections.set_cover(bob, folder, picture)
    share_hide_trash.trash(bob, picture)
    permanent_deletion.delete_for_ever(bob, picture)
    assert list(Tag.objects.values_list("name", flat=True)) == ["both"]
    assert Collection.objects.get().cover is None
    assert picture_search.find(picture_search.read(bob, {"q": "tag:both"}), most=9) == [other.pk]
    assert prompt_counts.stored() == prompt_counts.counted()
    assert Event.objects.filter(kind="erased", actor=bob).exists()
    assert event_log.last_id()


def test_the_books_do_not_change(bob: User) -> None:
    """Closed days are kept, and the same when they are counted again; open ones likewise."""
    for age in (timedelta(0), timedelta(days=3)):
        then = timezone.now() - age
        job = make_generation(bob, cost_usd=Decimal("0.5"), finished_at=then, created_at=then)
        for shade in (30, 40):
            picture = stored(bob, shade, generation=job, created_at=then)
        Picture.objects.filter(pk=picture.pk).update(trashed_at=then + timedelta(minutes=5))
        day = timezone.localtime(then).date()
        before = daily_counts.of_days(day, day)[day]
        DayTally.objects.all().delete()
        assert permanent_deletion.delete_for_ever(bob, picture)
        after = daily_counts.of_days(day, day)[day]
        assert after == before
        assert (after[("all", "")].pictures, after[("all", "")].wasted) == (2, 1)
        assert after[("all", "")].cost_usd == Decimal("0.5")
        DayTally.objects.all().delete()


def test_emptying_goes_on_in_the_worker_and_takes_nothing_that_came_later(
    bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(permanent_deletion, "BATCH", 2)
    monkeypatch.setattr(permanent_deletion, "PATIENCE_S", -1.0)
    for shade in range(5):
        share_hide_trash.trash(bob, stored(bob, shade))
    permanent_deletion.empty(bob)
    assert Picture.objects.count() == 3
    from django_q.models import OrmQ

    waiting = [row.task for row in OrmQ.objects.all()]
    asked = next(task for task in waiting if task["func"].endswith("empty_trash"))
    late = stored(bob, 99)
    share_hide_trash.trash(bob, late)
    from generations import tasks

    tasks.empty_trash(*asked["args"])
    assert list(Picture.objects.values_list("pk", flat=True)) == [late.pk]


def test_the_night_empties_what_lay_there_for_thirty_days(
    bob: User, alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(permanent_deletion, "BATCH", 2)
    now = timezone.now()
    pictures = [stored((bob, alice)[number % 2], number) for number in range(8)]
    for number, picture in enumerate(pictures):
        days = 29 if number < 3 else 31
        Picture.objects.filter(pk=picture.pk).update(trashed_at=now - timedelta(days=days))
    kept = stored(bob, 200)
    settings.TRASH_DAYS = 0
    assert permanent_deletion.empty_old() == 0
    settings.TRASH_DAYS = 30
    assert permanent_deletion.empty_old() == 5
    left = [*[picture.pk for picture in pictures[:3]], kept.pk]
    assert list(Picture.objects.order_by("pk").values_list("pk", flat=True)) == left
    assert permanent_deletion.empty_old() == 0


def test_the_spool_of_a_job_is_not_touched(bob: User) -> None:
    """Not of the picture's own job, should its answer be read again, nor of one still running."""
    picture = stored(bob)
    running = make_generation(bob, status="generating")
    for job in (picture.generation, running):
        with spool.begin(job.uid, status=200, headers={}, polling=False) as file:
            file.write(b"half an answer")
        spool.complete(job.uid)
    share_hide_trash.trash(bob, picture)
    permanent_deletion.delete_for_ever(bob, picture)
    for job in (picture.generation, running):
        answer = spool.answer_of(job.uid)
        assert answer
        assert answer.body.read_bytes() == b"half an answer"
    running.refresh_from_db()
    assert running.status == "generating"


def test_a_picture_restored_in_the_last_moment_stays(bob: User) -> None:
    picture = stored(bob)
    share_hide_trash.trash(bob, picture)
    shown = Picture.objects.in_trash_of(bob).get()
    share_hide_trash.restore(bob, picture)
    assert not permanent_deletion.delete_for_ever(bob, shown)
    assert on_disk(picture) == [True, True, True]
