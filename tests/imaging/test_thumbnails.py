"""What is drawn of pictures: right colours, the right way up, and of broken ones what is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from generations.stored import original_files, thumbnail_drawing
from generations.stored.thumbnail_drawing import Drawn, Undrawable
from tests.imaging import sample_pictures


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    settings.PICTURE_DIR = tmp_path


def made(data: bytes) -> tuple[Drawn, original_files.Original]:
    kept = original_files.keep(data)
    shape = {"format": kept.format, "width": kept.width, "height": kept.height}
    return thumbnail_drawing.make(kept.path, **shape), kept


def middle(kept: original_files.Original, kind: str = "small") -> tuple[int, ...]:
    with Image.open(original_files.derived_path(kept.path, kind)) as image:
        found = image.convert("RGB").getpixel((image.width // 3, image.height // 3))
    assert isinstance(found, tuple)
    return found


def is_near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) <= 4 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("form", ["PNG", "TIFF", "JPEG2000"])
def test_sixteen_bit_grey_is_scaled_and_not_cut_off(form: str) -> None:
    _, kept = made(sample_pictures.encoded(sample_pictures.deep_grey(), form))
    assert is_near(middle(kept), (128, 128, 128))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "AVIF", "TIFF"])
def test_a_wide_profile_is_converted_to_srgb(form: str) -> None:
    _, kept = made(
        sample_pictures.encoded(
            sample_pictures.plain(), form, icc_profile=sample_pictures.profile()
        )
    )
    assert is_near(middle(kept), (216, 69, 50))


def test_colours_named_by_cicp_are_converted_too() -> None:
    png = sample_pictures.encoded(sample_pictures.plain(), "PNG")
    for content, wanted in (
        (bytes((12, 13, 0, 1)), (216, 69, 50)),
        (bytes((1, 13, 0, 1)), sample_pictures.RUST),
        (b"\x0c", sample_pictures.RUST),
    ):
        _, kept = made(sample_pictures.with_chunk(png, b"cICP", content))
        assert is_near(middle(kept), wanted)
    bright = sample_pictures.encoded(sample_pictures.plain(colour=(148, 148, 148)), "PNG")
    _, kept = made(sample_pictures.with_chunk(bright, b"cICP", bytes((9, 16, 0, 1))))
    assert is_near(middle(kept), (255, 255, 255))  # 203 candelas: plain white


@pytest.mark.parametrize("profile", [b"nonsense", b"x" * 500])
def test_a_profile_that_cannot_be_read_changes_nothing(profile: bytes) -> None:
    _, kept = made(sample_pictures.encoded(sample_pictures.plain(), "PNG", icc_profile=profile))
    assert is_near(middle(kept), sample_pictures.RUST)


def test_an_srgb_profile_changes_nothing() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    found, kept = made(sample_pictures.encoded(sample_pictures.plain(), "JPEG", icc_profile=srgb))
    assert is_near(middle(kept), sample_pictures.RUST)
    assert found.colour.startswith("#c")


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_cmyk_is_not_inverted(form: str) -> None:
    _, kept = made(sample_pictures.encoded(Image.new("CMYK", (96, 48), (0, 255, 255, 0)), form))
    assert is_near(middle(kept), (255, 0, 0))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_other_modes_are_drawn(mode: str) -> None:
    _, kept = made(sample_pictures.encoded(sample_pictures.plain(900, 450).convert(mode), "PNG"))
    with Image.open(original_files.derived_path(kept.path, "large")) as image:
        assert image.size == (640, 320)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_a_turned_picture_is_drawn_upright(form: str) -> None:
    found, kept = made(sample_pictures.turned(form))
    assert (found.width, found.height) == (kept.width, kept.height) == (48, 96)
    with Image.open(original_files.derived_path(kept.path, "small")) as image:
        assert image.size == (48, 96)


@pytest.mark.parametrize("form", ["HEIF", "TIFF", "JPEG2000", "QOI", "PPM"])
def test_what_browsers_cannot_show_gets_a_view_of_the_same_size(form: str) -> None:
    found, kept = made(sample_pictures.encoded(sample_pictures.plain(900, 450), form))
    assert found.has_view
    with Image.open(original_files.derived_path(kept.path, "view")) as image:
        assert (image.format, image.size) == ("WEBP", (900, 450))
    assert is_near(middle(kept, "view"), sample_pictures.RUST)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "AVIF", "BMP"])
def test_what_browsers_show_gets_none(form: str) -> None:
    found, kept = made(sample_pictures.encoded(sample_pictures.plain(), form))
    assert not found.has_view
    assert not original_files.derived_path(kept.path, "view").exists()


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP", "AVIF"])
def test_of_a_moving_picture_the_first_one_is_drawn(form: str) -> None:
    found, kept = made(sample_pictures.moving(form))
    assert found.is_moving
    assert is_near(middle(kept), sample_pictures.RUST)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "JPEG2000", "HEIF"])
def test_a_picture_that_breaks_off_is_drawn_as_far_as_it_goes_and_said_to_be_cut(
    form: str,
) -> None:
    data = sample_pictures.encoded(sample_pictures.noisy(), form)
    found, kept = made(data[: len(data) // 2])
    assert found.is_cut
    assert original_files.derived_path(kept.path, "small").exists()
    whole, _ = made(data)
    assert not whole.is_cut


@pytest.mark.parametrize("form", ["WEBP", "AVIF"])
def test_what_breaks_off_and_cannot_be_drawn_says_so_too(form: str) -> None:
    data = sample_pictures.encoded(sample_pictures.noisy(), form)
    with pytest.raises(Undrawable) as caught:
        made(data[: len(data) // 2])
    assert caught.value.seen.is_cut


def test_a_wrong_sum_is_seen() -> None:
    data = bytearray(sample_pictures.encoded(sample_pictures.noisy(), "PNG"))
    data[data.index(b"IDAT") + 40] ^= 1
    found, _ = made(bytes(data))
    assert found.is_cut


def test_a_thumbnail_inside_a_jpeg_does_not_end_it() -> None:
    exif = Image.Exif()
    exif[0x010E] = "an end mark \xff\xd9 of another"
    inner = sample_pictures.encoded(sample_pictures.plain(), "JPEG")
    outer = sample_pictures.encoded(sample_pictures.noisy(), "JPEG")
    held = outer[:2] + b"\xff\xe1" + (len(inner) + 2).to_bytes(2, "big") + inner + outer[2:]
    assert not made(held)[0].is_cut
    assert made(held[:-500])[0].is_cut


@pytest.mark.parametrize("before", [b"IDAT", b"IEND"])
def test_large_text_beside_the_pixels_is_no_hindrance(before: bytes) -> None:
    png = sample_pictures.encoded(sample_pictures.plain(), "PNG")
    found, kept = made(
        sample_pictures.with_chunk(png, b"zTXt", sample_pictures.long_text(), before=before)
    )
    assert not found.is_cut
    assert is_near(middle(kept), sample_pictures.RUST)


def test_too_many_pixels_and_what_nothing_draws_are_refused(settings: Any) -> None:
    with pytest.raises(Undrawable):
        made(sample_pictures.JXL)
    settings.MAX_PIXELS = 100
    with pytest.raises(Undrawable):
        made(sample_pictures.encoded(sample_pictures.plain(), "HEIF"))


def test_a_missing_original_is_no_fault_of_the_picture() -> None:
    with pytest.raises(FileNotFoundError):
        thumbnail_drawing.make("ab/cd/none.png", format="png", width=1, height=1)
