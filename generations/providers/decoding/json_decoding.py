"""JSON as it really comes: any encoding, several values, one bad byte; whatever can be read is."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from generations.providers.decoding.sanitize import clean_json

_MOST_PARTS = 3_000_000  # objects, lists and commas: far above any honest answer
_MOST_VALUES = 200  # one after the other
_MOST_GARBAGE = 4_000  # characters that are no JSON, in all
_LONG_NUMBER = 60  # characters
_DEEPEST = 60  # levels that are parsed when the whole is too deep
_OPENING = re.compile(r"[{\[]")
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_CHARSETS = re.compile(
    r"(?:iso-?8859-?\d+|latin-?1|windows-?125\d|cp\d+|koi8-\w|gb\w+|big5\S*|shift_?jis|euc-?\w+)",
    re.IGNORECASE,
)
_BLANK = " \t\r\n\x00\ufeff"


def text_of(raw: bytes, content_type: str = "") -> str:
    """The text of the bytes: by their mark or their pattern, as UTF-8, else as they are labelled.

    Never fails: what cannot be read becomes U+FFFD.
    """
    if is_wide(raw):
        return raw.decode(json.detect_encoding(raw[:1024]), "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(_charset(content_type), "replace")


def is_wide(raw: bytes) -> bool:
    """The bytes are UTF-16 or UTF-32, by their mark or by the zeros between the letters."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
        return True
    shown = raw[:64]
    return shown.count(0) * 3 > len(shown) and json.detect_encoding(shown) != "utf-8"


def values(text: str) -> Iterator[object]:
    """The JSON values of a text, one after the other; signs around them are skipped."""
    if any(text.count(sign) > _MOST_PARTS for sign in "{[,"):
        return
    place, garbage = _start(text), 0
    for _ in range(_MOST_VALUES):
        found = _OPENING.search(text, place)
        if found is None or garbage > _MOST_GARBAGE:
            return
        garbage += found.start() - place
        value, place = _value(text, found.start())
        if value is not None:
            yield clean_json(value)
        else:
            garbage += _MOST_GARBAGE // 8


def quoted(text: str) -> str:
    """The inside of JSON that is one text, since JSON may be put into it; else the text itself."""
    try:
        inner = _READER.decode(text.strip(_BLANK))
    except (ValueError, RecursionError):
        return text
    return inner if isinstance(inner, str) else text


def has_too_many_parts(raw: bytes) -> bool:
    """More pieces than any honest answer has; parsing it would take all memory."""
    return any(raw.count(sign) > _MOST_PARTS for sign in (b"{", b"[", b","))


def _start(text: str) -> int:
    """After the blanks before the first value."""
    place = 0
    while place < len(text) and text[place] in _BLANK:
        place += 1
    return place


def _value(text: str, place: int) -> tuple[object, int]:
    try:
        return _READER.raw_decode(text, place)
    except RecursionError:
        return _flat_value(text, place)
    except ValueError:
        return None, place + 1


def _flat_value(text: str, place: int) -> tuple[object, int]:
    """A value nested too deeply for the parser, what lies too deep left out."""
    kept, depth, since = [], 0, place
    for token in _TOKEN.finditer(text, place):
        sign = token.group()[0]
        if sign in "{[":
            depth += 1
            if depth == _DEEPEST:
                kept.append(text[since : token.start()] + "null")
        elif sign in "}]":
            depth -= 1
            if depth == _DEEPEST - 1:
                since = token.end()
            if depth == 0:
                kept.append(text[since : token.end()])
                return _value("".join(kept), 0)[0], token.end()
    return None, len(text)


def _charset(content_type: str) -> str:
    """The charset that a label names, where it is a plain one; else Windows' Latin."""
    label = content_type.lower().partition("charset=")[2].partition(";")[0].strip("\"' ")
    if not _CHARSETS.fullmatch(label):
        return "utf-8" if label.startswith("utf") else "cp1252"
    try:
        return codecs.lookup(label).name
    except LookupError:
        return "cp1252"


def _whole(text: str) -> int | str:
    return int(text) if len(text) <= _LONG_NUMBER else text[:_LONG_NUMBER]


def _fraction(text: str) -> float | str:
    """A float; one that is too large stays a text, one too small for any float stays above 0."""
    value = float(text)
    if value in (float("inf"), float("-inf")):
        return text[:_LONG_NUMBER]
    if value == 0 and re.search("[1-9]", re.split("[eE]", text)[0]):
        return 5e-324
    return value


def _merged(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; where a name comes twice, nothing empty replaces what was said before."""
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    said: dict[str, Any] = {}
    for name, value in pairs:
        said[name] = _both(said[name], value) if name in said else value
    return said


def _both(first: Any, second: Any) -> Any:
    if isinstance(first, list) and isinstance(second, list):
        return [*first, *(item for item in second if item not in first)]
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return {**first, **{name: it for name, it in second.items() if it not in (None, "", [])}}
    return first if second in (None, "", [], {}) or isinstance(first, list | dict) else second


_READER = json.JSONDecoder(
    strict=False,
    parse_constant=lambda _: None,
    parse_int=_whole,
    parse_float=_fraction,
    object_pairs_hook=_merged,
)
