"""The proportion of a size, and the name people know it by."""

from __future__ import annotations

import re
from math import gcd

_NAMES = {(7, 4): "16:9", (4, 7): "9:16", (7, 3): "21:9", (3, 7): "9:21"}


def ratio_of(text: str) -> tuple[int, int] | None:
    """Width and height of `1536x1024`, `3:2` or `9:19.5` (as 18 to 39); None where it is no shape."""
    match = re.fullmatch(r"(\d{1,5}(?:\.5)?)\s*[x×:]\s*(\d{1,5}(?:\.5)?)", text)
    if not match or not float(match[1]) or not float(match[2]):
        return None
    factor = 2 if "." in text else 1
    return round(float(match[1]) * factor), round(float(match[2]) * factor)


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
