"""A selection as a ZIP: what is in it, under which names, and what it gives away: nothing."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from PIL import Image

from accounts.models import User
from generations.models import Bulk, Picture
from generations.services.curation import favourites_ratings_tags, share_hide_trash
from generations.stored import original_files
from generations.web.bulk import download_views
from tests.factories import make_picture
from tests.web.stored_pictures import PLAIN, kept

HTMX = {"HX-Request": "true"}


def whole(response: Any) -> bytes:
    async def read() -> bytes:
        return b"".join([piece async for piece in response.streaming_content])

    return async_to_sync(read)()


def fetched(client: Client, pictures: list[Picture], **wishes: str) -> zipfile.ZipFile:
    """The archive, through the same doors as a browser."""
    uids = " ".join(str(picture.uid) for picture in pictures)
    answer = client.post("/bulk/", PLAIN | {"uids": uids} | wishes, headers=HTMX)
    assert answer.status_code == 200, answer.content
    response = client.get(answer["HX-Redirect"])
    assert response["Content-Type"] == "application/zip"
    assert "attachment" in response["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(whole(response)))
    assert archive.testzip() is None
    return archive


def rows(archive: zipfile.ZipFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read("pictures.csv").decode("utf-8-sig"))))


def test_originals_come_as_delivered_with_what_is_known_of_them(bob: User, as_user: Any) -> None:
    costs = {"cost_usd": Decimal("0.042"), "cost_kind": "estimated", "options": {"seed": 7}}
    first, second = kept(bob, **costs), kept(bob, prompt="Ünïcode 桜", colour=9)
    favourites_ratings_tags.tag(bob, first, "hero")
    archive = fetched(as_user(bob), [first, second])
    assert archive.namelist() == [
        "pictures/ünïcode-桜-0001.png",
        "pictures/desert-dunes-0002.png",
        "pictures.csv",
        "pictures.json",
    ]
    assert archive.read("pictures/desert-dunes-0002.png") == b"".join(
        original_files.read_original(first.path)
    )
    told = rows(archive)[1]
    assert (told["prompt"], told["author"], told["tags"]) == (
        "Desert dunes",
        "Bob Birch",
        '["hero"]',
    )
    assert (told["request_cost_usd"], told["cost_kind"]) == ("0.042000", "estimated")
    assert json.loads(archive.read("pictures.json"))[1]["settings"] == {"seed": 7}
    assert rows(archive)[0]["cost_kind"] == "unknown"
    assert rows(archive)[0]["request_cost_usd"] == ""


def test_what_a_colleague_paid_stays_theirs(
    alice: User, bob: User, charlie: User, as_user: Any
) -> None:
    picture = kept(bob, cost_usd=Decimal("1.25"), cost_kind="actual")
    for user, cost, kind in ((charlie, "", "not shown"), (alice, "1.250000", "actual")):
        told = rows(fetched(as_user(user), [picture]))[0]
        assert (told["request_cost_usd"], told["cost_kind"]) == (cost, kind)


def test_a_cell_is_never_a_formula(bob: User, as_user: Any) -> None:
    for prompt in ("=1+1", "+1", "-1", "@x", "\tx", '=HYPERLINK("x")'):
        told = rows(fetched(as_user(bob), [kept(bob, prompt=prompt)]))[0]
        assert told["prompt"] == f"'{prompt}"
    archive = fetched(as_user(bob), [kept(bob, prompt="=1+1")])
    assert json.loads(archive.read("pictures.json"))[0]["prompt"] == "=1+1"


@pytest.mark.parametrize(("format", "suffix"), [("png", "png"), ("jpeg", "jpg"), ("webp", "webp")])
def test_they_are_converted_and_made_smaller(
    format: str, suffix: str, bob: User, as_user: Any
) -> None:
    archive = fetched(as_user(bob), [kept(bob)], format=format, edge="16")
    name = archive.namelist()[0]
    assert name.endswith(f".{suffix}")
    with Image.open(io.BytesIO(archive.read(name))) as image:
        assert (image.format, image.size) == (format.upper(), (16, 8))
        assert image.info.get("icc_profile")
    larger = fetched(as_user(bob), [kept(bob)], format=format, edge="4000")
    with Image.open(io.BytesIO(larger.read(larger.namelist()[0]))) as image:
        assert image.size == (64, 32)


def test_names_are_clean_and_none_is_there_twice(bob: User, as_user: Any) -> None:
    pictures = [kept(bob, prompt="../../etc/<script>", colour=number) for number in range(3)]
    names = fetched(as_user(bob), pictures, pattern="{prompt}").namelist()[:3]
    assert names == [
        "pictures/etcscript.png",
        "pictures/etcscript-0002.png",
        "pictures/etcscript-0003.png",
    ]
    long = kept(bob, prompt="桜" * 3000)
    name = fetched(as_user(bob), [long], pattern="{prompt}{prompt}{prompt}").namelist()[0]
    assert len(name.encode()) < 220
    assert fetched(as_user(bob), [long], pattern="con").namelist()[0] == "pictures/_con.png"
    assert fetched(as_user(bob), [long], pattern=". .").namelist()[0].endswith(".png")


@pytest.mark.parametrize(
    ("field", "typed", "word"),
    [
        ("pattern", "{nonsense}", "“{nonsense}” is not known"),
        ("pattern", "{__class__}", "is not known"),
        ("pattern", "{date", "not closed"),
        ("pattern", "a/{n}", "cannot contain “/”"),
        ("pattern", " ", "Write a pattern"),
        ("pattern", "x" * 101, "at most 100"),
        ("format", "exe", "Choose one of"),
        ("edge", "12", "16 to 8,192"),
        ("edge", "<script>", "16 to 8,192"),
    ],
)
def test_a_wish_that_is_not_possible_is_refused_at_its_field(
    field: str, typed: str, word: str, bob: User, as_user: Any
) -> None:
    wishes = PLAIN | {"format": "png", "uids": str(kept(bob).uid), field: typed}
    for headers in (HTMX, {}):
        answer = as_user(bob).post("/bulk/", wishes, headers=headers)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert word in html
        assert "<script>" not in html.replace("<script src", "")
    assert not Bulk.objects.exists()


def test_the_wishes_are_remembered_and_a_cookie_of_nonsense_is_not(bob: User, as_user: Any) -> None:
    client, picture = as_user(bob), kept(bob)
    fetched(client, [picture], pattern="{model}-{n}", format="webp", edge="800")
    asked = {"act": "download", "uids": str(picture.uid)}
    html = client.post("/bulk/", asked, headers=HTMX).content.decode()
    assert 'value="{model}-{n}"' in html
    assert '<option value="webp" selected>' in html
    assert 'value="800"' in html
    client.cookies[download_views.COOKIE] = "pattern=%7Bevil%7D&format=webp"
    assert "{date}-{person}-{prompt}-{n}" in client.post("/bulk/", asked).content.decode()


def test_a_missing_file_is_named_and_breaks_nothing(
    bob: User, as_user: Any, caplog: pytest.LogCaptureFixture
) -> None:
    there, missing = kept(bob), make_picture(bob)
    for wishes in ({}, {"format": "jpeg"}):
        archive = fetched(as_user(bob), [there, missing], **wishes)
        assert str(missing.uid) in archive.read("missing.txt").decode()
        assert len(rows(archive)) == 1
    broken = kept(bob, prompt="broken", colour=77)
    original_files.original_path(broken.path).write_bytes(b"\x89PNG\r\n")
    archive = fetched(as_user(bob), [broken], format="webp")
    assert archive.read("pictures/broken-0001.png") == b"\x89PNG\r\n"


def test_nothing_of_anothers_private_work_is_in_it(bob: User, charlie: User, as_user: Any) -> None:
    private, shared = kept(bob, prompt="secret", visibility="private"), kept(bob, colour=5)
    client = as_user(charlie)
    archive = fetched(client, [private, shared])
    content = b"".join(archive.read(name) for name in archive.namelist())
    assert len(rows(archive)) == 1
    for word in (b"secret", str(private.uid).encode(), b"missing"):
        assert word not in content
    assert "missing.txt" not in archive.namelist()
    own = as_user(bob).post("/bulk/", PLAIN | {"uids": str(private.uid)}, headers=HTMX)
    assert client.get(own["HX-Redirect"]).status_code == 404
    assert Client().get(own["HX-Redirect"]).status_code == 302


def test_permission_is_asked_when_it_is_sent(bob: User, charlie: User, as_user: Any) -> None:
    picture, client = kept(bob), as_user(charlie)
    data = PLAIN | {"all": "1", "query": "q=desert"}
    where = client.post("/bulk/", data, headers=HTMX)["HX-Redirect"]
    share_hide_trash.set_visibility(bob, picture.generation, "private")
    archive = zipfile.ZipFile(io.BytesIO(whole(client.get(where))))
    assert archive.namelist() == ["pictures.csv", "pictures.json"]
    assert json.loads(archive.read("pictures.json")) == []


def test_the_trash_is_not_downloaded(bob: User, as_user: Any) -> None:
    picture = kept(bob)
    share_hide_trash.trash(bob, picture)
    data = PLAIN | {"place": "trash", "uids": str(picture.uid)}
    answer = as_user(bob).post("/bulk/", data, headers=HTMX)
    assert (answer.status_code, b"Restore pictures" in answer.content) == (422, True)
