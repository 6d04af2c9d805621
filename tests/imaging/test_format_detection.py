"""What bytes are: every kind of picture is told from its bytes, and nothing makes that fail."""

from __future__ import annotations

import random
import zlib
from typing import Any

import pytest

from generations.imaging import format_detection, truncation
from generations.imaging.format_detection import NotAnImage, look
from tests.imaging import sample_pictures

FORMS = {
    "PNG": "png",
    "JPEG": "jpeg",
    "MPO": "jpeg",
    "WEBP": "webp",
    "GIF": "gif",
    "AVIF": "avif",
    "HEIF": "heic",
    "BMP": "bmp",
    "TIFF": "tiff",
    "JPEG2000": "jp2",
    "ICO": "ico",
    "QOI": "qoi",
    "PPM": "ppm",
    "TGA": "tga",
    "PCX": "pcx",
    "SGI": "sgi",
    "DDS": "dds",
}


def encoded(form: str) -> bytes:
    more: dict[str, Any] = (
        {"save_all": True, "append_images": [sample_pictures.plain()]} if form == "MPO" else {}
    )
    if form == "ICO":
        more = {"sizes": [(64, 48)]}
    return sample_pictures.encoded(sample_pictures.plain(64, 48), form, **more)


@pytest.mark.parametrize(("form", "name"), FORMS.items())
def test_every_kind_of_picture_is_known_with_its_size(form: str, name: str) -> None:
    shape = look(encoded(form))
    assert (shape.format, shape.width, shape.height) == (name, 64, 48)
    assert not shape.is_moving


def test_what_only_a_signature_tells_is_a_picture_too() -> None:
    for data in (sample_pictures.JXL, sample_pictures.jxl_in_boxes()):
        shape = look(data)
        assert (shape.format, shape.width, shape.height) == ("jxl", 256, 256)
    assert look(b"v/1\x01" + bytes(60)).format == "exr"
    assert look(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(60)).format == "heic"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "blank"),
        (b"this is not a picture", "something else"),
        (b"<!DOCTYPE html><html><body>504</body></html>", "web page"),
        (b"<!-- 502 --><html><svg></svg></html>", "something else"),
        (b'{"error": "no"}' * 9, "JSON"),
        (b"%PDF-1.7" + bytes(90), "PDF"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(90), "film"),
        (b"\x89PNG\r\n\x1a\n", "beginning of a PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(9), "beginning of a JPEG"),
        (b"P1 is my favourite", "something else"),
        (b"BM, she said", "something else"),
    ],
)
def test_what_is_no_picture_is_said_in_words_that_may_be_shown(data: bytes, word: str) -> None:
    with pytest.raises(NotAnImage) as caught:
        look(data)
    assert word in str(caught.value)
    assert "0x" not in str(caught.value)
    assert "BytesIO" not in str(caught.value)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_turned_picture_has_the_size_that_people_see(form: str, orientation: int) -> None:
    shape = look(sample_pictures.turned(form, orientation))
    assert (shape.width, shape.height) == ((96, 48) if orientation == 3 else (48, 96))


def test_exif_behind_the_pixels_and_nonsense_in_it() -> None:
    exif = sample_pictures.turned("PNG")
    png = sample_pictures.encoded(sample_pictures.plain(), "PNG")
    content = exif[exif.index(b"eXIf") + 4 :]
    late = sample_pictures.with_chunk(png, b"eXIf", content[:40], before=b"IEND")
    assert (look(late).width, look(late).height) == (48, 96)
    for nonsense in (b"", b"II*\0", b"MM\0*\xff\xff\xff\xff", b"II*\0\x08\0\0\0\xff\xff\x12\1"):
        shape = look(sample_pictures.with_chunk(png, b"eXIf", nonsense))
        assert (shape.width, shape.height) == (96, 48)


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP", "AVIF"])
def test_a_moving_picture_is_known_without_counting(form: str) -> None:
    assert look(sample_pictures.moving(form)).is_moving


@pytest.mark.parametrize("before", [b"IDAT", b"IEND"])
@pytest.mark.parametrize("name", [b"zTXt", b"iTXt"])
def test_large_text_beside_the_pixels_costs_no_picture(name: bytes, before: bytes) -> None:
    text = sample_pictures.long_text()
    if name == b"iTXt":
        text = b"workflow\0\1\0\0\0" + zlib.compress(b"x" * 1_300_000)
    data = sample_pictures.with_chunk(
        sample_pictures.encoded(sample_pictures.plain(), "PNG"), name, text, before=before
    )
    assert (look(data).width, look(data).height) == (96, 48)


def test_a_picture_too_large_to_be_drawn_is_one_all_the_same() -> None:
    head = (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    png = (
        b"\x89PNG\r\n\x1a\n"
        + sample_pictures.chunk(b"IHDR", head)
        + sample_pictures.chunk(b"IDAT", b"x")
    )
    assert (look(png).width, look(png).height) == (60_000, 60_000)


@pytest.mark.parametrize(
    ("tag", "size"),
    [
        ('width="64" height="32"', (64, 32)),
        ('width="1.2.3" height="9"', (1024, 9)),
        ('viewBox="0 0 1.2.3 40"', (1024, 40)),
        (f'width="{"9" * 400}" height="9"', (1024, 9)),
        ('width="99999999999999999999" height="9"', (1024, 9)),
        ('width="1e300" height="1e2"', (1024, 100)),
        ('width="-5" height="0"', (1024, 1024)),
        ('viewBox="0 0 30 20"', (30, 20)),
        ('stroke-width="3" viewBox="0 0 30 20"', (30, 20)),
        ('width="100%" height="100%" viewBox="-5,-5,1e1,2e1"', (10, 20)),
        ("", (1024, 1024)),
    ],
)
def test_an_svg_has_a_size_that_can_be_stored(tag: str, size: tuple[int, int]) -> None:
    shape = look(f'<svg xmlns="http://www.w3.org/2000/svg" {tag}></svg>'.encode())
    assert (shape.format, (shape.width, shape.height)) == ("svg", size)


def test_a_picture_that_breaks_off_is_kept_where_its_size_is_known() -> None:
    for form, name in FORMS.items():
        data = sample_pictures.encoded(sample_pictures.noisy(), form)
        half = data[: len(data) // 2]
        if form in ("ICO", "MPO"):
            continue
        assert look(half).format == name
        assert (look(half).width, look(half).height) == (400, 300)


def test_thousands_of_damaged_files_raise_nothing_else() -> None:
    lot = random.Random(7)
    for form in FORMS:
        data = encoded(form)
        for number in range(60):
            harmed = bytearray(data)
            for _ in range(lot.choice((1, 4, 20))):
                harmed[lot.randrange(min(len(harmed), lot.choice((40, 400, 99_999))))] = (
                    lot.randrange(256)
                )
            harmed = harmed[: lot.randrange(len(harmed))] if number % 3 == 0 else harmed
            try:
                shape = look(bytes(harmed))
            except NotAnImage:
                continue
            assert 0 < shape.width < 2**31
            truncation.is_cut(bytes(harmed), shape.format)
    assert set(format_detection.SUFFIXES) >= set(FORMS.values())
