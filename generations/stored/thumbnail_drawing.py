"""Thumbnails at two sizes, the dominant colour, and a view of what browsers cannot show."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from PIL import Image

from generations.imaging import (
    colour_conversion,
    decoding,
    format_detection,
    format_signatures,
    truncation,
)
from generations.stored.original_files import derived_path, original_path

SIZES = {"small": 384, "large": 640}  # longest edge, pixels
QUALITY = {"small": 78, "large": 75, "view": 90}
METHOD = {"small": 0, "large": 0, "view": 0}  # of WebP: more is smaller and slower
VIEW = "view"
VIEW_EDGE = 16_383  # pixels: more than that WebP does not take
RECIPE = 1  # counts up when pictures drawn before would come out wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What was seen while drawing."""

    width: int  # pixels, as people see it
    height: int  # pixels
    colour: str = ""  # dominant, #rrggbb
    is_moving: bool = False
    is_cut: bool = False  # the file breaks off; what is missing is grey or black
    has_view: bool = False


class Undrawable(Exception):
    """The original is safe, but nothing can be drawn of it, now or later."""

    def __init__(self, words: str, seen: Drawn) -> None:
        super().__init__(words)
        self.seen = seen


def make(
    path: str, *, format: str, width: int, height: int, sizes: Iterable[str] = ("small", "large")
) -> Drawn:
    """Writes thumbnails of a stored original, and a view of one that browsers cannot show.

    Raises Undrawable for more than IMAGEHUB_MAX_PIXELS and for what nothing here decodes; OSError
    where the original cannot be read or they cannot be written. An SVG browsers draw themselves.
    """
    if format == "svg":
        return Drawn(width=width, height=height)
    data = original_path(path).read_bytes()
    seen, turn = _seen(data, format, width, height)
    if seen.width * seen.height > settings.MAX_PIXELS:
        raise Undrawable(f"{seen.width} x {seen.height} pixels are too many to decode", seen)
    try:
        found = _draw(data, format, turn, [size for size in SIZES if size in sizes])
    except colour_conversion.TROUBLE as error:
        raise Undrawable(
            f"{format_signatures.label(format)}: {type(error).__name__}", seen
        ) from error
    for kind, picture in found.pictures.items():
        _save(picture, derived_path(path, kind), kind)
    colour = _dominant(list(found.pictures.values())[-1])
    is_cut = seen.is_cut or found.is_cut
    return replace(seen, colour=colour, is_cut=is_cut, has_view=VIEW in found.pictures)


@dataclass(frozen=True, slots=True)
class _Found:
    pictures: dict[str, Image.Image]  # by kind, the smallest last
    is_cut: bool


def _seen(data: bytes, format: str, width: int, height: int) -> tuple[Drawn, int]:
    """What its header says, and how its pixels have to be turned."""
    is_cut = truncation.is_cut(data, format)
    try:
        shape = format_detection.look(data)
    except format_detection.NotAnImage:
        return Drawn(width=width, height=height, is_cut=True), 1
    if shape.format != format:
        return Drawn(width=width, height=height, is_cut=is_cut), 1
    seen = Drawn(width=shape.width, height=shape.height, is_moving=shape.is_moving, is_cut=is_cut)
    return seen, shape.orientation


def _draw(data: bytes, format: str, turn: int, sizes: list[str]) -> _Found:
    """From the largest down, each from the one before; colours are converted when it is small."""
    largest, *rest = sorted(sizes, key=lambda size: -SIZES[size])
    edge = SIZES[largest] if format_signatures.is_shown(format) else None
    decoded = decoding.decoded(data, format, edge=edge)
    image, pictures = _scalable(colour_conversion.shallow(decoded.image)), {}
    if edge is None:
        view = colour_conversion.plain(_shrunk(image, VIEW_EDGE), data, format)
        pictures[VIEW] = colour_conversion.turned(view, turn)
    small = colour_conversion.plain(_shrunk(image, SIZES[largest]), data, format)
    picture = pictures[largest] = colour_conversion.turned(small, turn)
    for size in rest:
        picture = pictures[size] = _shrunk(picture, SIZES[size])
    return _Found(pictures, decoded.is_cut)


def _scalable(image: Image.Image) -> Image.Image:
    """Palettes cannot be scaled; the other modes keep their profile until they are small."""
    if image.mode in ("RGB", "RGBA", "L", "CMYK", "LAB") and "transparency" not in image.info:
        return image
    profile = image.info.get("icc_profile")
    flat = image.convert("RGBA" if image.has_transparency_data else "RGB")
    flat.info = {"icc_profile": profile} if profile else {}
    return flat


def _shrunk(image: Image.Image, edge: int) -> Image.Image:
    if max(image.size) <= edge:
        return image
    scale = edge / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)


def _save(image: Image.Image, path: Path, kind: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    image.save(draft, "WEBP", quality=QUALITY[kind], method=METHOD[kind])
    draft.replace(path)


def _dominant(image: Image.Image) -> str:
    tiny = image.convert("RGB").resize((24, 24), Image.Resampling.BOX)
    few = tiny.quantize(5, method=Image.Quantize.FASTOCTREE)
    found = sorted(few.getcolors() or [], reverse=True)
    palette = few.getpalette() or [0, 0, 0]
    start = int(found[0][1]) * 3 if found else 0  # type: ignore[call-overload]
    red, green, blue = palette[start : start + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
