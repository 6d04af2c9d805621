"""The shape of a size as a small drawing: numbers for an SVG rect, no style attribute needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import gcd

BOX = 26  # pixels, the drawing is BOX x BOX
_NAMES = {(7, 4): "16:9", (4, 7): "9:16"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    x: float
    y: float
    width: float
    height: float


def ratio_of(text: str) -> tuple[int, int] | None:
    """Width and height of `1536x1024` or `3:2`; None where the text is no shape."""
    match = re.fullmatch(r"(\d{1,5})\s*[x×:]\s*(\d{1,5})", text)
    if not match or not int(match[1]) or not int(match[2]):
        return None
    return int(match[1]), int(match[2])


def ratio_name(width: int, height: int) -> str:
    """`3:2`; the nearest well-known name where the numbers are odd."""
    part = gcd(width, height)
    exact = width // part, height // part
    if max(exact) <= 21:
        return _NAMES.get(exact, f"{exact[0]}:{exact[1]}")
    known = [(1, 1), (5, 4), (4, 3), (3, 2), (16, 9), (21, 9), (2, 1), (3, 1)]
    both = known + [(b, a) for a, b in known if a != b]
    near = min(both, key=lambda pair: abs(pair[0] / pair[1] - width / height))
    return f"{near[0]}:{near[1]}"


def shape(width: int, height: int) -> Shape:
    """The rect that fits the box with that proportion."""
    most = BOX - 2
    ratio = max(0.25, min(4, width / height))
    wide = most if ratio >= 1 else round(most * ratio, 1)
    high = most if ratio <= 1 else round(most / ratio, 1)
    return Shape(
        x=round((BOX - wide) / 2, 1), y=round((BOX - high) / 2, 1), width=wide, height=high
    )
