"""The one door for texts and JSON from outside: what passed can be stored, summed and printed.

SQLite and PostgreSQL refuse different things (lone surrogates, NUL, NaN, long integers); what
neither refuses passes unchanged.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import TypeAlias

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"

_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONG = 65_536  # a text above this is base64: only what a database refuses is looked for
_DEEPEST = 40  # levels of nesting
_MOST_ITEMS = 100_000  # of one list or object
_LARGEST = 2**63 - 1
_LONGEST_NUMBER = 60  # characters of a number kept as text
_DETAILS = 65_536  # characters of a block of details as JSON
_WORD = 2_000  # characters of one text among details


def clean_text(text: str, most: int | None = None) -> str:
    """The text without what a database, a page or a table cannot hold, at most `most` long.

    Lone surrogates, NUL and other controls become U+FFFD; tabs and line ends stay.
    """
    if most is not None and len(text) > most:
        text = text[:most]
    if text.isascii() and len(text) > _LONG:
        return text.replace("\x00", "\ufffd") if "\x00" in text else text
    return _BAD.sub("\ufffd", text)


def clean_json(value: object, *, depth: int = 0) -> Plain:
    """The same value, safe for a JSON column: texts cleaned, NaN and Infinity null, integers
    beyond 64 bit as text, nothing deeper than 40 levels, at most 100,000 items side by side."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, int):
        return value if -_LARGEST <= value <= _LARGEST else _spelled(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if depth >= _DEEPEST:
        return None
    if isinstance(value, Mapping):
        pairs = list(value.items())[:_MOST_ITEMS]
        return {clean_text(str(name), 1000): clean_json(it, depth=depth + 1) for name, it in pairs}
    if isinstance(value, list | tuple):
        return [clean_json(item, depth=depth + 1) for item in value[:_MOST_ITEMS]]
    return clean_text(str(value), 1000)


def clean_details(value: Mapping[str, object]) -> dict[str, Plain]:
    """A block to keep beside pictures: as `clean_json`, its texts cut, at most 64 kB in all.

    Whole entries go, the last ones first, until the rest fits.
    """
    kept: dict[str, Plain] = {}
    left = _DETAILS
    for name, item in list(value.items())[:10_000]:
        cleaned = clean_json(_shortened(item))
        left -= len(json.dumps({str(name)[:1000]: cleaned}))
        if left < 0:
            break
        kept[clean_text(str(name), 1000)] = cleaned
    return kept


def _shortened(value: object, depth: int = 0) -> object:
    if isinstance(value, str):
        return value[:_WORD]
    if depth >= _DEEPEST:
        return None
    if isinstance(value, Mapping):
        return {name: _shortened(item, depth + 1) for name, item in list(value.items())[:1000]}
    if isinstance(value, list):
        return [_shortened(item, depth + 1) for item in value[:1000]]
    return value


def _spelled(number: int) -> str:
    """An integer too long for any column, as text; one too long to spell, in words."""
    if number.bit_length() > 10_000:
        return "a very long number"
    return str(number)[:_LONGEST_NUMBER]
