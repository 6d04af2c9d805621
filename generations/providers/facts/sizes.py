"""Pixel sizes: reading `WIDTHxHEIGHT` and the laws a free size must obey."""

from __future__ import annotations

import re

from generations.providers.types import FreeSize

_PIXELS = re.compile(r"([1-9]\d{0,5})x([1-9]\d{0,5})")


def pixels(text: str) -> tuple[int, int] | None:
    """Width and height of "WIDTHxHEIGHT", or None when the text says something else."""
    match = _PIXELS.fullmatch(text)
    return (int(match[1]), int(match[2])) if match else None


def size_fault(text: str, law: FreeSize, *, frames: int = 1) -> str:
    """Why a size breaks the law, as one sentence; empty when it does not.

    frames: how many pictures share the law's `max_pixels`.
    """
    size = pixels(text)
    if size is None:
        return "Write the size as width x height in pixels, such as 1024x1024"
    width, height = size
    return _edge_fault(width, height, law) or _area_fault(width, height, law, frames)


def _edge_fault(width: int, height: int, law: FreeSize) -> str:
    if width % law.multiple or height % law.multiple:
        return f"Width and height must be multiples of {law.multiple}"
    if max(width, height) > law.max_edge:
        return f"No side may be longer than {law.max_edge} pixels"
    if min(width, height) < law.min_edge:
        return f"No side may be shorter than {law.min_edge} pixels"
    if max(width, height) > law.max_ratio * min(width, height):
        return f"The long side may be at most {law.max_ratio} times the short one"
    return ""


def _area_fault(width: int, height: int, law: FreeSize, frames: int) -> str:
    area = width * height
    if area < law.min_pixels:
        return f"The picture needs at least {law.min_pixels:,} pixels; this is {area:,}"
    if area * frames > law.max_pixels:
        together = f" over {frames} frames" if frames > 1 else ""
        return f"At most {law.max_pixels:,} pixels; this is {area * frames:,}{together}"
    return ""
