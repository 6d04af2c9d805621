"""Reads values out of JSON whose shape nobody promised. Wrong types read as absent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

Json: TypeAlias = Mapping[str, object]

NOTHING: Json = {}


def table(value: object, *path: str) -> Json:
    """The object at the path, or an empty one."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else NOTHING


def rows(value: object) -> Iterator[Json]:
    """The objects of a list; whatever else it holds is skipped."""
    return (item for item in items(value) if isinstance(item, Mapping))


def items(value: object) -> list[object]:
    """The list, or an empty one."""
    return value if isinstance(value, list) else []


def words(value: object) -> str:
    """A text, or a number spelled out (codes come as both); else empty."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def strings(value: object) -> tuple[str, ...]:
    """The texts of a list."""
    return tuple(item for item in items(value) if isinstance(item, str))


def number(value: object) -> int | None:
    """A whole number, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def money(value: object) -> Decimal | None:
    """A finite amount of USD from a number or a text, not below 0; else None, never a made-up 0."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        amount = Decimal(str(value))
    except ArithmeticError:
        return None
    return amount if amount.is_finite() and amount >= 0 else None
