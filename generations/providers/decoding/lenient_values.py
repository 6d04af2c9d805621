"""Reads values out of JSON whose shape nobody promised. Wrong types read as absent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

from generations.providers.decoding.sanitize import clean_text

Json: TypeAlias = Mapping[str, object]

NOTHING: Json = {}

_AMOUNT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?", re.ASCII)
_LEAST = Decimal("0.000001")  # USD; less than this cannot be stored
_MOST = Decimal(100_000)  # USD; a call that costs so much was told wrongly
_MOST_PLACES = 20  # before or after the point
_LONGEST_WORD = 10_000  # characters of a number's or amount's spelling that are looked at
_LARGEST = 2**63 - 1


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
    """A whole number of at most 64 bit, or None."""
    if isinstance(value, float) and value.is_integer() and abs(value) <= _LARGEST:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if abs(value) <= _LARGEST else None


def money(value: object) -> Decimal | None:
    """An amount of USD from a number or a plainly spelled text; else None, never a made-up 0.

    Only 0 itself and amounts from 0.000001 to 100,000 are believed, rounded to six places.
    """
    return bounded(amount(value))


def amount(value: object) -> Decimal | None:
    """An amount in any unit, plainly spelled; None where it is none or absurd.

    Money that is not in USD yet: divide it, then ask `bounded`.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = value.strip(" \t\r\n") if isinstance(value, str) else _spelling(value)
    if len(text) > _LONGEST_WORD or not _AMOUNT.fullmatch(text):
        return None
    found = Decimal(text)
    return found if not found or abs(found.adjusted()) <= _MOST_PLACES else None


def bounded(amount: Decimal | None) -> Decimal | None:
    """The amount in USD, rounded to six places; None where no column of ours holds it."""
    if amount is None or not amount.is_finite() or amount < 0:
        return None
    if amount == 0:
        return Decimal(0)
    if not _LEAST <= amount < _MOST:
        return None
    fits = round(amount, 6) if amount % _LEAST else amount
    return fits if fits < _MOST else None  # rounding may lead over the bound


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum in USD; None as soon as one of them is unknown, or when there are none."""
    told_all = [bounded(it) for it in amounts]
    known = [it for it in told_all if it is not None]
    if not known or len(known) < len(told_all):
        return None
    return bounded(sum(known, Decimal(0)))


def told(value: object) -> str:
    """The raw words of an amount that is not believed, for people to read; else empty."""
    if value is None or money(value) is not None:
        return ""
    if not isinstance(value, bool | int | float | str):
        return ""
    text = value if isinstance(value, str) else _spelling(value)
    return clean_text(text, 60)


def _spelling(value: float) -> str:
    if isinstance(value, int) and value.bit_length() > 10_000:
        return "a very long number"
    return str(value)
