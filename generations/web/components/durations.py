"""Times and counts as short words."""

from __future__ import annotations


def short(seconds: float) -> str:
    """`0:06`, `12:30`."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `13th`."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 picture`, `3 pictures`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def tenths(seconds: float) -> str:
    """`18.4 s`, `3 min 5 s`."""
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60} s"
