"""Thumbnails at two sizes and the dominant colour, made after the original is safe."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps

from generations.files import original_path, thumb_path

log = logging.getLogger(__name__)
SIZES = {"small": 384, "large": 640}  # longest edge, pixels
QUALITY = {"small": 78, "large": 75}
METHOD = {"small": 0, "large": 0}  # of WebP: more is smaller and slower


class Undrawable(Exception):
    """The original is safe, but no thumbnail can be made of it."""


def make(
    path: str, *, format: str, width: int, height: int, sizes: Iterable[str] = ("small", "large")
) -> str:
    """Writes thumbnails of a stored original. Returns its dominant colour, #rrggbb.

    Raises Undrawable for an SVG (browsers draw those themselves), for more than
    IMAGEHUB_MAX_PIXELS, and for bytes that break off.
    """
    if format == "svg":
        return ""
    if width * height > settings.MAX_PIXELS:
        raise Undrawable(f"{width} x {height} pixels are too many to decode")
    try:
        return _draw(path, [size for size in SIZES if size in sizes])
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Undrawable(str(error)[:200]) from error


def _draw(path: str, sizes: list[str]) -> str:
    """From the largest down, each from the one before."""
    edge = max(SIZES[size] for size in sizes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(original_path(path)) as image:
            image.draft("RGB", (edge, edge))
            picture = ImageOps.exif_transpose(_plain(image))
    for size in sorted(sizes, key=lambda size: -SIZES[size]):
        picture = _shrunk(picture, SIZES[size])
        _save(picture, thumb_path(path, size), QUALITY[size], method=METHOD[size])
    return _dominant(picture)


def _plain(image: Image.Image) -> Image.Image:
    image.load()
    if image.mode in ("RGB", "RGBA"):
        return image
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    return image.convert("RGBA" if has_alpha else "RGB")


def _shrunk(image: Image.Image, edge: int) -> Image.Image:
    if max(image.size) <= edge:
        return image
    scale = edge / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)


def _save(image: Image.Image, path: Path, quality: int, *, method: int) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    image.save(draft, "WEBP", quality=quality, method=method)
    draft.replace(path)


def _dominant(image: Image.Image) -> str:
    tiny = image.convert("RGB").resize((24, 24), Image.Resampling.BOX)
    few = tiny.quantize(5, method=Image.Quantize.FASTOCTREE)
    colours = sorted(few.getcolors() or [], reverse=True)
    palette = few.getpalette() or [0, 0, 0]
    start = int(colours[0][1]) * 3 if colours else 0  # type: ignore[call-overload]
    red, green, blue = palette[start : start + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
