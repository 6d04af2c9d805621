"""A person's own page: face, clock, dates, keys, defaults, export; and where they are signed in."""

from __future__ import annotations

import asyncio
import io
import json
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import AsyncClient, Client
from PIL import Image

from accounts.models import Avatar, User
from accounts.people import date_format
from generations.stored.original_files import original_path
from generations.web.components import tiles
from generations.web.composer import form_data
from tests.accounts.conftest import PASSWORD, signed_in
from tests.factories import make_generation, make_picture

KEPT = {"name": "Al", "theme": "light", "date_language": "en-gb", "default_visibility": "team"}


def upload(client: Client, data: bytes, name: str = "face.png") -> object:
    return client.post("/profile/avatar/", {"avatar": SimpleUploadedFile(name, data)})


def png(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "PNG")
    return file.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is huge."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_a_face_is_cropped_square_and_shown_to_the_team(alice, bob):
    client = signed_in(alice)
    assert upload(client, png(900, 300)).status_code == 302
    alice.refresh_from_db()
    page = signed_in(bob).get(f"/people/{alice.pk}/avatar/{alice.avatar_version}")
    assert page["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(page.content)).size == (256, 256)
    assert f"/people/{alice.pk}/avatar/" in client.get("/profile/").content.decode()
    client.post("/profile/avatar/", {"remove": ""})
    assert not Avatar.objects.exists()
    assert signed_in(bob).get(page.request["PATH_INFO"]).status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bomb(60_000, 60_000), "not a PNG"),
        (bomb(7_000, 7_000), "too many pixels"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a PNG"),
        (b"", "not a PNG"),
        (png(64, 64)[:60], "not a PNG"),
        (b"\0" * 8_000_001, "too large"),
    ],
)
def test_a_bomb_or_nonsense_is_refused_in_words(alice, data, words):
    answer = upload(signed_in(alice), data)
    assert answer.status_code == 422
    assert words in answer.content.decode() or not data
    assert not Avatar.objects.exists()


def test_the_days_of_the_gallery_follow_the_persons_clock(alice):
    picture = make_picture(alice)
    picture.created_at = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    for zone, day in (("Asia/Tokyo", 21), ("America/New_York", 20), ("", 20), ("Mars/Olympus", 20)):
        alice.time_zone = zone
        with date_format.as_read_by(alice):
            assert tiles.day_of(picture).day == day


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en-gb", "20 November 2026"),
        ("en", "November 20, 2026"),
        ("de", "20. November 2026"),
        ("fr", "20 novembre 2026"),
        ("es", "20 de noviembre de 2026"),
        ("ja", "2026年11月20日"),
    ],
)
def test_dates_speak_the_persons_language(language, text):
    with date_format.as_read_by(User(date_language=language)):
        assert date_format.say(datetime(2026, 11, 20), "full") == text
    assert date_format.say(datetime(2026, 11, 20), "full") == "20 November 2026"


def test_single_keys_can_be_turned_off(alice):
    client = signed_in(alice)
    client.post("/profile/", {**KEPT, "single_keys": "on"})
    assert "data-single-keys" not in client.get("/").content.decode()
    client.post("/profile/", KEPT)
    assert 'data-single-keys="off"' in client.get("/").content.decode()


def test_a_new_composer_begins_with_the_persons_defaults(alice):
    client = signed_in(alice)
    chosen = {**KEPT, "default_model": "sandbox:sandbox/scenes", "default_visibility": "private"}
    assert client.post("/profile/", chosen).status_code == 302
    alice.refresh_from_db()
    first = form_data.from_draft(None, alice)
    assert (first.choice, first.visibility) == ("sandbox:sandbox/scenes", "private")


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Mars/Olympus"}, {"date_language": "xx"}, {"default_visibility": "all"}]
)
def test_made_up_choices_are_refused(alice, wrong):
    assert signed_in(alice).post("/profile/", {**KEPT, **wrong}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_the_export_holds_everything_that_is_mine_and_nothing_else(
    alice, bob, settings, tmp_path: Path
):
    settings.PICTURE_DIR = tmp_path
    mine, _ = make_picture(alice), make_picture(bob)
    original_path(mine.path).parent.mkdir(parents=True, exist_ok=True)
    original_path(mine.path).write_bytes(b"the picture " * 50_000)
    make_picture(alice)  # its file is missing: the row is told all the same
    make_generation(alice, prompt="refused words", status="refused")
    make_generation(bob, prompt="not yours")
    whole = asyncio.run(_taken(alice))
    archive = zipfile.ZipFile(io.BytesIO(whole))
    assert archive.testzip() is None
    files = [name for name in archive.namelist() if name.startswith("pictures/")]
    assert len(files) == 1
    assert archive.read(files[0]) == b"the picture " * 50_000
    jobs = json.loads(archive.read("jobs.json"))
    assert len(jobs) == 3
    assert "not yours" not in archive.read("jobs.json").decode()
    assert json.loads(archive.read("me.json"))["email"] == alice.email


async def _taken(person: User) -> bytes:
    client = AsyncClient()
    await client.aforce_login(person, backend="django.contrib.auth.backends.ModelBackend")
    answer = await client.post("/profile/export/")
    assert answer.streaming
    return b"".join([piece async for piece in answer.streaming_content])


def test_sessions_are_listed_and_ended(alice):
    here, there = Client(), Client(headers={"user-agent": "Mozilla/5.0 (Windows NT) Firefox/130.0"})
    for client in (here, there):
        client.post("/sign-in/", {"login": alice.email, "password": PASSWORD})
    page = here.get("/sessions/").content.decode()
    assert "Firefox on Windows" in page
    assert "this one" in page
    here.post("/sessions/", {"session": "999"})
    assert there.get("/profile/").status_code == 200
    here.post("/sessions/")
    assert there.get("/profile/").status_code == 302
    assert here.get("/profile/").status_code == 200


def test_nobody_ends_anothers_session(alice, bob):
    bobs = signed_in(bob)
    bobs.get("/profile/")
    from allauth.usersessions.models import UserSession

    row = UserSession.objects.get(user=bob)
    signed_in(alice).post("/sessions/", {"session": row.pk})
    assert bobs.get("/profile/").status_code == 200


def test_a_new_password_ends_the_other_sessions(alice):
    here, there = signed_in(alice), signed_in(alice)
    key = there.session.session_key
    change = {
        "oldpassword": PASSWORD,
        "password1": "a quite different one",
        "password2": "a quite different one",
    }
    assert here.post("/password/change/", change).status_code == 302
    assert here.get("/profile/").status_code == 200
    from django.contrib.sessions.models import Session

    assert not Session.objects.filter(session_key=key).exists()  # so streams end too


def test_a_new_address_counts_once_confirmed(alice, settings, mailoutbox):
    from tests.accounts.conftest import deliver

    settings.MAIL_IS_ON = True
    client = signed_in(alice)
    client.post("/email/", {"email": "New@example.com", "action_add": ""})
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"
    deliver()
    letter = next(each for each in mailoutbox if "/email/confirm/" in each.body)
    link = next(word for word in letter.body.split() if "/email/confirm/" in word)
    path = "/email/confirm/" + link.partition("/email/confirm/")[2]
    assert "Confirm your address" in client.get(path).content.decode()
    client.post(path)
    alice.refresh_from_db()
    assert alice.email == "new@example.com"


def test_without_mail_the_address_is_an_admins_matter(alice):
    client = signed_in(alice)
    assert "only an admin" in client.get("/email/").content.decode()
    assert client.post("/email/", {"email": "x@example.com", "action_add": ""}).status_code == 422
