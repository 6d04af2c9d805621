"""What was stored before, or lost since, heals: sizes, facts, thumbnails."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from accounts.models import User
from generations.library.search import picture_search
from generations.models import Event, Picture
from generations.queue import OrmQ
from generations.services.upkeep import (
    orphan_sweep,
    picture_repair,
    restore,
    thumbnail_redraw,
)
from generations.services.worker import thumbnail_queue
from generations.services.worker.drain_loop import drain
from generations.stored import original_files, thumbnail_drawing
from tests.factories import make_generation, make_picture
from tests.imaging import sample_pictures


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    for name in ("PICTURE_DIR", "SPOOL_DIR", "RUN_DIR"):
        setattr(settings, name, tmp_path / name.lower())


def kept(owner: User, data: bytes, **fields: Any) -> Picture:
    """Stored lately, not drawn yet."""
    original = original_files.keep(data)
    job = make_generation(owner, prompt=f"a picture of {original.sha256[:8]}")
    names = ("path", "sha256", "bytes", "format", "width", "height")
    facts = {name: getattr(original, name) for name in names}
    long_ago = timezone.now() - timedelta(days=1)
    return make_picture(generation=job, created_at=long_ago, **(facts | fields))


def of_before(owner: User, data: bytes, **fields: Any) -> Picture:
    """As the product stored and drew it before it knew of recipes."""
    picture = kept(owner, data, **fields)
    for size in ("small", "large"):
        Image.new("RGB", (8, 4)).save(original_files.derived_path(picture.path, size), "WEBP")
    now = timezone.now()
    Picture.objects.filter(pk=picture.pk).update(thumbed_at=now, enlarged_at=now, thumb_tries=1)
    picture.refresh_from_db()
    return picture


def size_of(picture: Picture, kind: str) -> tuple[int, int]:
    with Image.open(original_files.derived_path(picture.path, kind)) as image:
        return image.size


def found(user: User, words: str) -> list[int]:
    return list(picture_search.find(picture_search.read(user, {"q": words}), most=99))


def test_a_size_turned_by_exif_is_corrected_in_row_and_search(bob: User) -> None:
    turned = of_before(bob, sample_pictures.turned("JPEG"), width=96, height=48)
    plain = of_before(bob, sample_pictures.encoded(sample_pictures.plain(), "JPEG"))
    assert found(bob, "aspect:wide") == [plain.pk, turned.pk]
    told = picture_repair.repair()
    assert (told.looked_at, told.sizes, told.to_draw) == (2, 1, 1)
    turned.refresh_from_db()
    assert (turned.width, turned.height) == (48, 96)
    assert (found(bob, "aspect:wide"), found(bob, "aspect:tall")) == ([plain.pk], [turned.pk])


def test_repairing_twice_finds_nothing_more(bob: User) -> None:
    of_before(bob, sample_pictures.turned("JPEG"), width=96, height=48)
    for _ in range(3):
        of_before(bob, sample_pictures.encoded(sample_pictures.plain(colour=(_, 9, 9)), "PNG"))
    picture_repair.repair()
    again = picture_repair.repair()
    assert (again.sizes, again.cut) == (0, 0)


def test_moving_and_cut_pictures_are_marked(bob: User) -> None:
    data = sample_pictures.encoded(sample_pictures.noisy(), "PNG")
    cut, moving = (
        of_before(bob, data[: len(data) // 2]),
        of_before(bob, sample_pictures.moving("GIF")),
    )
    assert picture_repair.repair().cut == 1
    cut.refresh_from_db()
    moving.refresh_from_db()
    assert (cut.is_cut, moving.is_moving, moving.is_cut) == (True, True, False)


def test_at_night_only_those_are_drawn_again_that_came_out_wrong(bob: User) -> None:
    right = of_before(bob, sample_pictures.encoded(sample_pictures.plain(), "PNG"))
    wrong = [
        of_before(bob, sample_pictures.encoded(sample_pictures.deep_grey(), "PNG")),
        of_before(
            bob,
            sample_pictures.encoded(
                sample_pictures.plain(), "PNG", icc_profile=sample_pictures.profile()
            ),
        ),
        of_before(bob, sample_pictures.turned("JPEG"), width=96, height=48),
    ]
    thumbnail_redraw.run(until=timezone.now() + timedelta(minutes=1))
    assert size_of(right, "small") == (8, 4)
    assert [size_of(picture, "small") for picture in wrong] == [(96, 48), (96, 48), (48, 96)]
    assert not Picture.objects.filter(thumb_recipe__lt=thumbnail_drawing.RECIPE).exists()
    drawn_again = Event.objects.filter(kind="thumbed").order_by("pk")
    assert [event.picture_id for event in drawn_again] == [each.pk for each in reversed(wrong)]


def test_a_turn_at_night_ends_and_the_next_goes_on_where_it_was(bob: User) -> None:
    for shade in range(thumbnail_redraw.AT_ONCE + 5):
        of_before(bob, sample_pictures.encoded(sample_pictures.deep_grey(shade * 999), "PNG"))
    ends = timezone.now() + timedelta(minutes=1)
    thumbnail_redraw.run(until=ends, turn_s=0)
    assert Picture.objects.filter(thumb_recipe__lt=thumbnail_drawing.RECIPE).count() == 5
    assert OrmQ.objects.count() == 1
    past = Picture.objects.filter(thumb_recipe=thumbnail_drawing.RECIPE).order_by("pk")[0].pk
    thumbnail_redraw.run(until=ends, past=past)
    assert not Picture.objects.filter(thumb_recipe__lt=thumbnail_drawing.RECIPE).exists()
    OrmQ.objects.all().delete()
    thumbnail_redraw.run(until=timezone.now() - timedelta(seconds=1))  # the night is over
    assert not OrmQ.objects.exists()


def test_a_picture_whose_file_is_missing_stops_no_night_and_no_repair(bob: User) -> None:
    gone = of_before(bob, sample_pictures.encoded(sample_pictures.plain(), "PNG"))
    original_files.original_path(gone.path).unlink()
    empty = of_before(bob, sample_pictures.encoded(sample_pictures.plain(colour=(1, 2, 3)), "PNG"))
    original_files.original_path(empty.path).write_bytes(b"")
    grey = of_before(bob, sample_pictures.encoded(sample_pictures.deep_grey(), "PNG"))
    assert picture_repair.repair().missing == 2
    thumbnail_redraw.run(until=timezone.now() + timedelta(minutes=1))
    assert size_of(grey, "small") == (96, 48)


def test_a_lost_thumbnail_is_found_by_the_nightly_look_and_drawn(bob: User) -> None:
    picture = kept(bob, sample_pictures.encoded(sample_pictures.plain(), "TIFF"))
    thumbnail_queue.make_now(picture)
    for kind in ("small", "view"):
        original_files.derived_path(picture.path, kind).unlink()
        orphan_sweep.run()
        drain(idle_s=0)
        assert original_files.derived_path(picture.path, kind).is_file()


def test_after_a_restore_all_thumbnails_are_made_again_the_newest_first(bob: User) -> None:
    pictures = [
        kept(bob, sample_pictures.encoded(sample_pictures.plain(colour=(shade, 0, 0)), "PNG"))
        for shade in range(3)
    ]
    for picture in pictures:
        thumbnail_queue.make_now(picture)
        for kind in ("small", "large"):
            original_files.derived_path(picture.path, kind).unlink()
    Picture.objects.update(thumb_tries=thumbnail_queue.TRIES)
    restore.forget_what_was_made()
    Event.objects.all().delete()
    drain(idle_s=0)
    assert all(size_of(picture, "small") == (96, 48) for picture in pictures)
    told = Event.objects.filter(kind="thumbed").order_by("pk")
    assert [event.picture_id for event in told] == [each.pk for each in reversed(pictures)]


def test_tries_in_vain_do_not_block_for_ever(bob: User) -> None:
    picture = kept(
        bob,
        sample_pictures.encoded(sample_pictures.plain(), "PNG"),
        thumb_tries=thumbnail_queue.TRIES,
    )
    drain(idle_s=0)
    assert not original_files.derived_path(picture.path, "small").exists()
    thumbnail_redraw.begin()
    drain(idle_s=0)
    assert original_files.derived_path(picture.path, "small").exists()


def test_what_cannot_be_drawn_is_not_tried_each_night(bob: User) -> None:
    picture = kept(bob, sample_pictures.JXL)
    drain(idle_s=0)
    picture.refresh_from_db()
    assert (picture.is_undrawable, picture.thumb_recipe) == (True, thumbnail_drawing.RECIPE)
    assert thumbnail_queue.try_again() == 0


def test_the_sweep_knows_what_was_made_and_takes_away_what_nobody_names(bob: User) -> None:
    picture = kept(bob, sample_pictures.encoded(sample_pictures.plain(), "JPEG2000"))
    thumbnail_queue.make_now(picture)
    old = timezone.now().timestamp() - 3 * 86_400
    for path in original_files.walk():
        os.utime(path, (old, old))
    assert orphan_sweep.run(remove=True).report.orphans == 0
    Picture.objects.all().delete()
    told = orphan_sweep.run(remove=True).report
    assert (told.strangers, told.orphans) == (0, 4)
    assert list(original_files.walk()) == []
