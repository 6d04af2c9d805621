"""An original as another format, or smaller: for downloads. What is stored stays as it is."""

from __future__ import annotations

import io

from django.conf import settings
from PIL import Image

from generations.imaging import (
    colour_conversion,
    decoding,
    format_detection,
    format_signatures,
)
from generations.imaging.format_detection import SUFFIXES, NotAnImage, Shape

FORMATS = ("png", "jpeg", "webp")
QUALITY = 92
_ORIENTATION = 0x0112


class Unconvertible(Exception):
    """It cannot be drawn; the original is all there is."""


def convert(data: bytes, *, format: str, edge: int | None) -> bytes:
    """The picture as png, jpeg or webp with the longer edge at most `edge` pixels.

    Its colour profile and EXIF facts go along; what a profile does not tell of becomes sRGB.
    Raises Unconvertible for an SVG, for bytes that break off, for what nothing here decodes and
    for more than IMAGEHUB_MAX_PIXELS.
    """
    try:
        shape = format_detection.look(data)
    except NotAnImage as problem:
        raise Unconvertible(str(problem)) from problem
    if shape.width * shape.height > settings.MAX_PIXELS:
        raise Unconvertible(f"{shape.width} x {shape.height} pixels are too many")
    if shape.format == "svg":
        raise Unconvertible("an SVG is drawn by browsers")
    try:
        found = decoding.decoded(data, shape.format, edge=edge if format == "jpeg" else None)
        if found.is_cut:
            raise Unconvertible("it breaks off")
        return _written(found.image, data, shape, format, edge)
    except colour_conversion.TROUBLE as error:
        raise Unconvertible(
            f"{format_signatures.label(shape.format)}: {type(error).__name__}"
        ) from error


def suffix(format: str) -> str:
    return SUFFIXES[format]


def _written(image: Image.Image, data: bytes, shape: Shape, format: str, edge: int | None) -> bytes:
    facts = _facts(image)
    picture, profile = _as_it_is(image, data, shape.format)
    picture = colour_conversion.turned(picture, shape.orientation)
    if edge and max(picture.size) > edge:
        picture.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if format == "jpeg" and picture.mode == "RGBA":
        white = Image.new("RGB", picture.size, (255, 255, 255))
        white.paste(picture, mask=picture.getchannel("A"))
        picture = white
    written = io.BytesIO()
    more = {"quality": QUALITY} if format != "png" else {}
    picture.save(written, format.upper(), icc_profile=profile, exif=facts, **more)
    return written.getvalue()


def _as_it_is(image: Image.Image, data: bytes, format: str) -> tuple[Image.Image, bytes | None]:
    """Its own colours with their profile where a plain file can hold both, else sRGB."""
    has_own = (
        image.mode in ("RGB", "RGBA", "P")
        and colour_conversion.named_of(image, data, format) is None
    )
    profile = image.info.get("icc_profile")
    if has_own and isinstance(profile, bytes):
        return colour_conversion.flat(image), profile
    return colour_conversion.plain(colour_conversion.shallow(image), data, format), None


def _facts(image: Image.Image) -> bytes:
    """EXIF, which says no more that it has to be turned; nothing where it cannot be read."""
    try:
        facts = image.getexif()
        facts.pop(_ORIENTATION, None)
        return facts.tobytes()
    except decoding.BROKEN:
        return b""
