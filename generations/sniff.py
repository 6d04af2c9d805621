"""What bytes really are: format and size in pixels, without decoding the picture."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass

from PIL import (
    Image,
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401 - else Pillow loads all its forty formats to find this one
)

FORMATS = {"PNG": "png", "JPEG": "jpeg", "WEBP": "webp", "GIF": "gif"}
SUFFIXES = {"png": "png", "jpeg": "jpg", "webp": "webp", "gif": "gif", "svg": "svg"}


class NotAnImage(Exception):
    """No picture format we know."""


@dataclass(frozen=True, slots=True)
class Shape:
    format: str
    width: int  # pixels
    height: int  # pixels

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.format]


def look(data: bytes) -> Shape:
    """Format and size. Raises NotAnImage."""
    if _is_svg(data):
        return _svg(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=list(FORMATS)) as image:
                return Shape(FORMATS[image.format or ""], image.width, image.height)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise NotAnImage(str(error)[:200]) from error


def _is_svg(data: bytes) -> bool:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(b"<svg") or (
        head.startswith((b"<?xml", b"<!doctype svg")) and b"<svg" in head
    )


def _svg(data: bytes) -> Shape:
    """Size from width and height, else from the viewBox, else 1024 square."""
    tag = re.search(rb"<svg\b[^>]*>", data[:65_536], re.IGNORECASE)
    if tag is None:
        raise NotAnImage("an SVG without its opening tag")
    text = tag.group().decode("utf-8", "replace")
    box = re.search(
        r'viewBox\s*=\s*["\']\s*[\d.+-]+[\s,]+[\d.+-]+[\s,]+([\d.]+)[\s,]+([\d.]+)', text
    )
    width, height = _length(text, "width"), _length(text, "height")
    if not (width and height) and box:
        width, height = float(box.group(1)), float(box.group(2))
    return Shape("svg", round(width or 1024) or 1, round(height or 1024) or 1)


def _length(tag: str, name: str) -> float:
    found = re.search(rf'\b{name}\s*=\s*["\']\s*([\d.]+)(?:px)?\s*["\']', tag)
    return float(found.group(1)) if found else 0.0
