"""What bytes really are: format and size in pixels as seen, without decoding the picture."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from PIL import Image

from generations.imaging import decoding, format_signatures, header_facts
from generations.imaging.format_signatures import FORMATS
from generations.imaging.header_facts import Bytes

SUFFIXES = {name: each.suffix for name, each in FORMATS.items()}
LEAST = 32  # bytes of a picture that is known by its signature alone
SIDE = 1024  # pixels, where nothing says how large it is
MOST_SIDE = 1_000_000  # pixels of an SVG: what says more says nothing
_TURNED = (5, 6, 7, 8)  # EXIF: lies on its side
_MOVING = ("gif", "png", "webp", "avif")  # several pictures mean a film, not pages or views
_UPRIGHT = ("heic", "tiff")  # Pillow and the plugin turn these when opening
_WORDS = ((b"%pdf", "a PDF"), (b"<!doctype html", "a web page"), (b"<html", "a web page"))


class NotAnImage(Exception):
    """No picture format we know."""


@dataclass(frozen=True, slots=True)
class Shape:
    format: str
    width: int  # pixels, as people see it
    height: int  # pixels
    is_moving: bool = False
    orientation: int = 1  # as EXIF counts: what still has to be turned after decoding

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.format]


def look(data: Bytes) -> Shape:
    """Format and size. Raises NotAnImage, and nothing else, in words that may be shown."""
    head = data[:256]
    if _is_svg(data[:1024]):
        return _svg(data[:65_536])
    for name in format_signatures.candidates(head):
        shape = _opened(data, name) or _by_signature(data, name)
        if shape:
            return shape
    raise NotAnImage(f"These bytes are {_kind(head)}, not a picture that ImageHub knows.")


def _opened(data: Bytes, name: str) -> Shape | None:
    """What Pillow says of it; of a PNG whose text is too large for Pillow, without its text."""
    if not FORMATS[name].plugin:
        return None
    try:
        return _shape(data, data, name)
    except decoding.BROKEN:
        if name != "png":
            return None
    try:
        return _shape(decoding.lean(data), data, name)
    except decoding.BROKEN:
        return None


def _shape(readable: Bytes, data: Bytes, name: str) -> Shape:
    """Raises one of decode.BROKEN."""
    with decoding.opened(readable, name) as image:
        if not 0 < min(image.size) <= max(image.size) < 2**31:
            raise ValueError("no size that a picture has")
        turn = orientation(image, data, name)
        return _upright(name, *image.size, turn, is_moving=_is_moving(image, name))


def _by_signature(data: Bytes, name: str) -> Shape | None:
    """A picture that nothing here opens: of a format that is not decoded, or broken."""
    if FORMATS[name].is_weak or len(data) < LEAST:
        return None
    size = header_facts.size(data, name)
    if size is None and name in ("png", "jpeg", "gif", "webp"):
        return None  # it ends before it begins
    return _upright(name, *(size or (SIDE, SIDE)), 1, is_moving=False)


def orientation(image: Image.Image, data: Bytes, name: str) -> int:
    """How its pixels have to be turned. Of a PNG EXIF may stand behind the pixels."""
    if name in _UPRIGHT:
        return 1
    exif = header_facts.png_chunk(data, b"eXIf") if name == "png" else image.info.get("exif")
    return header_facts.orientation(exif) if isinstance(exif, bytes) else 1


def _upright(name: str, width: int, height: int, turn: int, *, is_moving: bool) -> Shape:
    if turn in _TURNED:
        width, height = height, width
    return Shape(name, width, height, is_moving, turn)


def _is_moving(image: Image.Image, name: str) -> bool:
    """Never asks how many: of a large GIF that means reading it whole."""
    if name not in _MOVING:
        return False
    try:
        return bool(getattr(image, "is_animated", False))
    except decoding.BROKEN:
        return False  # its second picture cannot be read


def _kind(head: bytes) -> str:
    """What else they may be, for whoever reads why."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        return "blank"
    for words, kind in _WORDS:
        if start.startswith(words):
            return kind
    if named := [name for name in format_signatures.candidates(head) if not FORMATS[name].is_weak]:
        return f"only the beginning of a {format_signatures.label(named[0])} file"
    if head[4:8] == b"ftyp":
        return "a film or sound"
    return "JSON" if start[:1] in b"{[" else "something else"


def _is_svg(head: bytes) -> bool:
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<?xml", b"<!doctype svg", b"<!--")) and b"<html" not in head:
        return b"<svg" in head
    return head.startswith(b"<svg")


def _svg(head: bytes) -> Shape:
    """Size from width and height, else from the viewBox, else 1024 square."""
    tag = re.search(rb"<svg\b[^>]*>", head, re.IGNORECASE)
    if tag is None:
        raise NotAnImage("This is an SVG without its opening tag.")
    text = tag.group().decode("utf-8", "replace")
    box = re.search(
        r'viewBox\s*=\s*["\']\s*[\d.eE+-]+[\s,]+[\d.eE+-]+[\s,]+([\d.eE+-]+)[\s,]+([\d.eE+-]+)',
        text,
    )
    width, height = _length(text, "width"), _length(text, "height")
    if not (width and height) and box:
        width, height = _number(box.group(1)), _number(box.group(2))
    return Shape("svg", round(width or SIDE) or 1, round(height or SIDE) or 1)


def _length(tag: str, name: str) -> float:
    found = re.search(rf'\s{name}\s*=\s*["\']\s*([\d.eE+]+)(?:px)?\s*["\']', tag)
    return _number(found.group(1)) if found else 0.0


def _number(text: str) -> float:
    """0 for what is no sensible length."""
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) and 0 < number <= MOST_SIDE else 0.0
