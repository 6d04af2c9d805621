"""Thumbnails at two sizes and the dominant colour, made after the original is safe."""

from __future__ import annotations

import logging
import os
import warnings
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps

from generations.files import original_path, thumb_path

log = logging.getLogger(__name__)
SIZES = {"small": 384, "large": 1024}  # longest edge, pixels
QUALITY = {"small": 78, "large": 80}


class Undrawable(Exception):
    """The original is safe, but no thumbnail can be made of it."""


def make(path: str, *, format: str, width: int, height: int) -> str:
    """Writes both thumbnails of a stored original. Returns its dominant colour, #rrggbb.

    Raises Undrawable for an SVG (browsers draw those themselves), for more than
    IMAGEHUB_MAX_PIXELS, and for bytes that break off.
    """
    if format == "svg":
        return ""
    if width * height > settings.MAX_PIXELS:
        raise Undrawable(f"{width} x {height} pixels are too many to decode")
    try:
        return _draw(path)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Undrawable(str(error)[:200]) from error


def _draw(path: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(original_path(path)) as image:
            image.draft("RGB", (SIZES["large"], SIZES["large"]))
            picture = ImageOps.exif_transpose(_plain(image))
    large = _shrunk(picture, SIZES["large"])
    _save(large, thumb_path(path, "large"), QUALITY["large"], method=0)
    small = _shrunk(large, SIZES["small"])
    _save(small, thumb_path(path, "small"), QUALITY["small"], method=2)
    return _dominant(small)


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
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


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
