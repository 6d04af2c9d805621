"""What people see and get of pictures that browsers cannot show, that move, or that are broken."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from accounts.models import User
from generations.models import Picture
from generations.queue import OrmQ
from generations.services.export import personal_data
from generations.services.worker import thumbnail_queue
from generations.stored import original_files
from generations.stored.thumbnail_drawing import Undrawable
from generations.web.media import media_views
from tests.factories import make_generation, make_picture
from tests.imaging import sample_pictures
from tests.web.bulk.test_download import fetched, rows


def stored(owner: User, data: bytes, *, is_drawn: bool = True, **fields: Any) -> Picture:
    original = original_files.keep(data)
    job = make_generation(owner, prompt="Desert dunes", **fields)
    names = ("path", "sha256", "bytes", "format", "width", "height")
    picture = make_picture(generation=job, **{name: getattr(original, name) for name in names})
    if is_drawn:
        try:
            thumbnail_queue.make_now(picture)
        except Undrawable:
            picture.refresh_from_db()
            assert picture.is_undrawable  # some tests want to see just that
    return picture


def asked(client: Client, picture: Picture, what: str, **headers: str) -> HttpResponse:
    return client.get(f"/pictures/{picture.uid}/{what}", headers=headers)


@pytest.mark.parametrize("form", ["HEIF", "TIFF", "JPEG2000"])
def test_a_page_shows_the_view_and_a_download_gives_the_original(
    form: str, bob: User, as_user: Any
) -> None:
    data = sample_pictures.encoded(sample_pictures.plain(900, 450), form)
    picture, client = stored(bob, data), as_user(bob)
    html = asked(client, picture, "").content.decode()
    assert f'data-src="/pictures/{picture.uid}/view"' in html
    assert f'<img src="/pictures/{picture.uid}/view"' in html
    assert "You see a converted view" in html
    view = asked(client, picture, "view")
    assert view["Content-Type"] == "image/webp"
    with Image.open(io.BytesIO(view.content)) as image:
        assert image.size == (900, 450)
    given = asked(client, picture, "download")
    assert given.content == data
    assert given["Content-Disposition"].startswith("attachment")
    assert given["X-Content-Type-Options"] == "nosniff"


def test_what_nothing_draws_says_so_and_is_given_as_plain_bytes(bob: User, as_user: Any) -> None:
    picture, client = stored(bob, sample_pictures.JXL), as_user(bob)
    assert "No view" in client.get("/").content.decode()
    html = asked(client, picture, "").content.decode()
    assert "Browsers cannot show JPEG XL. It cannot be converted here." in html
    for what in ("view", "thumb/small", "thumb/large"):
        said = asked(client, picture, what)
        assert said["Content-Type"] == "image/svg+xml"
        assert b"JPEG XL" in said.content
    for what in ("original", "download"):
        given = asked(client, picture, what)
        assert (given.content, given["Content-Type"]) == (
            sample_pictures.JXL,
            "application/octet-stream",
        )
        assert given["Content-Disposition"].startswith("attachment")
        assert given["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "MPO", "WEBP", "GIF", "AVIF", "BMP"])
def test_what_browsers_show_is_shown_as_it_is(form: str, bob: User, as_user: Any) -> None:
    picture = stored(bob, sample_pictures.encoded(sample_pictures.plain(), form))
    html = asked(as_user(bob), picture, "").content.decode()
    assert f'<img src="/pictures/{picture.uid}/original"' in html
    assert "converted view" not in html
    kind = {"jpeg": "image/jpeg", "avif": "image/avif"}.get(picture.format)
    assert kind is None or asked(as_user(bob), picture, "original")["Content-Type"] == kind


def test_views_are_for_those_who_may_see_the_picture(
    bob: User, charlie: User, as_user: Any
) -> None:
    picture = stored(
        bob, sample_pictures.encoded(sample_pictures.plain(), "TIFF"), visibility="private"
    )
    assert asked(as_user(charlie), picture, "view").status_code == 404
    assert asked(as_user(None), picture, "view").status_code == 302
    assert asked(as_user(bob), picture, "view").status_code == 200


@pytest.mark.parametrize("kind", ["thumb/small", "thumb/large"])
def test_a_lost_thumbnail_shows_the_original_and_is_made_again(
    kind: str, bob: User, as_user: Any
) -> None:
    data = sample_pictures.encoded(sample_pictures.plain(), "PNG")
    picture, client = stored(bob, data), as_user(bob)
    Picture.objects.update(thumb_tries=3)
    original_files.derived_path(picture.path, kind.split("/")[1]).unlink()
    etag = f'"{picture.sha256}-{kind.split("/")[1]}-1"'
    answer = asked(client, picture, kind, if_none_match=etag)
    assert (answer.status_code, answer.content) == (200, data)
    picture.refresh_from_db()
    assert (picture.thumbed_at, picture.enlarged_at, picture.thumb_tries) == (None, None, 0)
    assert OrmQ.objects.count() == 1
    asked(client, picture, kind)
    assert OrmQ.objects.count() == 1
    thumbnail_queue.make_now(picture)
    assert asked(client, picture, kind)["Content-Type"] == "image/webp"


def test_a_lost_view_is_replaced_by_the_thumbnail_until_it_is_made_again(
    bob: User, as_user: Any
) -> None:
    picture = stored(bob, sample_pictures.encoded(sample_pictures.plain(), "TIFF"))
    original_files.derived_path(picture.path, "view").unlink()
    assert asked(as_user(bob), picture, "view")["Content-Type"] == "image/webp"
    picture.refresh_from_db()
    assert picture.viewed_at is None
    assert b"being made" in asked(as_user(bob), picture, "view").content


def test_a_picture_that_is_gone_altogether_is_not_drawn_for_ever(bob: User, as_user: Any) -> None:
    picture = stored(bob, sample_pictures.encoded(sample_pictures.plain(), "PNG"))
    for path in original_files.walk():
        path.unlink()
    assert asked(as_user(bob), picture, "thumb/small").status_code == 404
    assert not OrmQ.objects.exists()


def test_moving_and_cut_pictures_say_so_on_tile_and_page(bob: User, as_user: Any) -> None:
    data = sample_pictures.encoded(sample_pictures.noisy(), "PNG")
    cut, moving = stored(bob, data[: len(data) // 2]), stored(bob, sample_pictures.moving("WEBP"))
    html = as_user(bob).get("/").content.decode()
    assert "Cut off" in html
    assert "Moving" in html
    assert "This picture breaks off" in asked(as_user(bob), cut, "").content.decode()
    assert "<dt>Moves</dt>" in asked(as_user(bob), moving, "").content.decode()


def test_cut_missing_and_damaged_pictures_are_named_in_the_zip(
    bob: User, as_user: Any, caplog: pytest.LogCaptureFixture
) -> None:
    data = sample_pictures.encoded(sample_pictures.noisy(), "PNG")
    cut = stored(bob, data[: len(data) // 2])
    short, changed = (
        stored(bob, sample_pictures.encoded(sample_pictures.plain(colour=(each, each, 0)), "PNG"))
        for each in (1, 2)
    )
    path = original_files.original_path(short.path)
    path.write_bytes(path.read_bytes()[:40])
    path = original_files.original_path(changed.path)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    fine = stored(bob, sample_pictures.encoded(sample_pictures.plain(colour=(3, 3, 3)), "PNG"))
    archive = fetched(as_user(bob), [cut, short, changed, fine])
    said = archive.read("missing.txt").decode()
    arrived, since = said.index("broke off on their way"), said.index("changed or shortened")
    for picture, words in ((cut, arrived), (short, since), (changed, since)):
        assert said.index(str(picture.uid)) > words
    assert str(fine.uid) not in said
    assert len(rows(archive)) == 4


def test_everything_of_one_person_names_them_as_well(bob: User) -> None:
    short = stored(bob, sample_pictures.encoded(sample_pictures.plain(), "PNG"))
    original_files.original_path(short.path).write_bytes(b"x")
    gone = make_picture(bob)
    content = b"".join(personal_data.chunks(bob, name_of=media_views.file_name))
    archive = zipfile.ZipFile(io.BytesIO(content))
    said = archive.read("missing.txt").decode()
    assert str(short.uid) in said
    assert str(gone.uid) in said


def test_a_damaged_file_is_told_before_it_is_given(bob: User, as_user: Any) -> None:
    picture, client = (
        stored(bob, sample_pictures.encoded(sample_pictures.plain(), "PNG")),
        as_user(bob),
    )
    path = original_files.original_path(picture.path)
    path.write_bytes(path.read_bytes()[:60])
    told = asked(client, picture, "download")
    assert told.status_code == 409
    assert "This file is damaged" in told.content.decode()
    given = asked(client, picture, "download?damaged=1")
    assert (given.status_code, given.content) == (200, path.read_bytes())
    shown = asked(client, picture, "original")
    assert "ETag" not in shown
    assert "no-store" in shown["Cache-Control"]


@pytest.mark.parametrize("format", ["png", "jpeg", "webp"])
def test_pictures_of_every_kind_are_converted_for_a_download(
    format: str, bob: User, as_user: Any
) -> None:
    grey, heic, turned, cmyk = (
        stored(bob, data, is_drawn=False)
        for data in (
            sample_pictures.encoded(sample_pictures.deep_grey(), "PNG"),
            sample_pictures.encoded(sample_pictures.plain(), "HEIF"),
            sample_pictures.turned("AVIF"),
            sample_pictures.encoded(Image.new("CMYK", (96, 48), (0, 255, 255, 0)), "JPEG"),
        )
    )
    archive = fetched(as_user(bob), [grey, heic, turned, cmyk], format=format)
    found = [Image.open(io.BytesIO(archive.read(name))) for name in archive.namelist()[:4]]
    assert [image.size for image in found] == [(96, 48), (48, 96), (96, 48), (96, 48)]
    colours = [image.convert("RGB").getpixel((20, 20)) for image in found]
    for colour, wanted in zip(
        colours,
        ((254, 0, 0), sample_pictures.RUST, sample_pictures.RUST, (128, 128, 128)),
        strict=True,
    ):
        assert all(abs(one - other) <= 5 for one, other in zip(colour, wanted, strict=True))
    assert "missing.txt" not in archive.namelist()


def test_what_cannot_be_converted_goes_as_it_is_and_is_named(bob: User, as_user: Any) -> None:
    picture = stored(bob, sample_pictures.JXL)
    archive = fetched(as_user(bob), [picture], format="png")
    assert archive.read("pictures/desert-dunes-0001.jxl") == sample_pictures.JXL
    assert "could not be converted" in archive.read("missing.txt").decode()
