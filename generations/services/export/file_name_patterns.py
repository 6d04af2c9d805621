"""File names by a pattern that a person writes: `{date}-{person}-{prompt}-{n}`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from django.utils import timezone

from generations.models import Picture

USUAL = "{date}-{person}-{prompt}-{n}"
LONGEST_PATTERN = 100  # letters
LONGEST_NAME = 180  # bytes
_HOLE = re.compile(r"\{([^{}]*)\}")
_FORBIDDEN = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]')
_JOINERS = "\u200c\u200d"  # part of how words of Persian and Hindi are written
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.I)  # of Windows


class BadPattern(Exception):
    """Holds the sentence to show."""


HOLES: dict[str, Callable[[Picture, int], str]] = {
    "date": lambda picture, n: f"{timezone.localtime(picture.created_at):%Y-%m-%d}",
    "time": lambda picture, n: f"{timezone.localtime(picture.created_at):%H%M%S}",
    "person": lambda picture, n: slug(picture.owner.display_name, 30),
    "prompt": lambda picture, n: slug(" ".join(picture.generation.prompt.split()[:8]), 48),
    "model": lambda picture, n: slug(picture.generation.model_label, 32),
    "provider": lambda picture, n: slug(picture.provider, 20),
    "size": lambda picture, n: f"{picture.width}x{picture.height}",
    "seed": lambda picture, n: slug(picture.seed, 30),
    "n": lambda picture, n: f"{n:04d}",
    "id": lambda picture, n: str(picture.uid)[:8],
}


def check(pattern: str) -> str:
    """The pattern as it is used. Raises BadPattern."""
    pattern = " ".join(pattern.split())
    known = ", ".join(f"{{{name}}}" for name in HOLES)
    if not pattern:
        raise BadPattern(f"Write a pattern, such as {USUAL}.")
    if len(pattern) > LONGEST_PATTERN:
        raise BadPattern(f"A pattern has at most {LONGEST_PATTERN} letters.")
    for name in _HOLE.findall(pattern):
        if name not in HOLES:
            raise BadPattern(f"“{{{name}}}” is not known. There are {known}.")
    plain = _HOLE.sub("", pattern)
    if "{" in plain or "}" in plain:
        raise BadPattern("A curly bracket is not closed. Write {date}, for example.")
    if wrong := _FORBIDDEN.search(plain):
        raise BadPattern(f"A file name cannot contain “{wrong[0]}”.")
    return pattern


class Names:
    """Gives each picture a name of its own."""

    def __init__(self, pattern: str) -> None:
        self._pattern = check(pattern)
        self._given: set[str] = set()
        self._n = 0

    def next(self, picture: Picture, suffix: str) -> str:
        """`2026-11-20-mara-desert-dunes-0001.png`. Reads the picture's job and owner."""
        self._n += 1
        stem = _HOLE.sub(lambda hole: HOLES[hole[1]](picture, self._n), self._pattern)
        stem = within(re.sub(r"-{2,}", "-", stem).strip(" .-_")) or str(picture.uid)[:8]
        stem = f"_{stem}" if _RESERVED.match(stem) else stem
        name = f"{stem}.{suffix}"
        while name.casefold() in self._given:
            stem = f"{stem}-{self._n:04d}"
            name = f"{stem}.{suffix}"
        self._given.add(name.casefold())
        return name


def within(stem: str) -> str:
    """Cut to what every file system takes."""
    return stem.encode()[:LONGEST_NAME].decode(errors="ignore").strip(" .-_")


def slug(text: str, most: int) -> str:
    """Lower case with hyphens for blanks; only letters, digits and marks, of every script."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower())
    kept = "".join(one for one in plain if one.isspace() or _is_kept(one))
    words = re.sub("-{2,}", "-", "-".join(kept.split())).strip("-_" + _JOINERS)
    end = min(most, len(words))
    while 0 < end < len(words) and (words[end] in _JOINERS or _is_mark(words[end])):
        end -= 1  # a mark stays with its letter
    return words[:end].lstrip(_JOINERS).strip("-_" + _JOINERS)


def _is_kept(one: str) -> bool:
    return one in "-_" + _JOINERS or unicodedata.category(one)[0] in "LNM"


def _is_mark(one: str) -> bool:
    return unicodedata.category(one)[0] == "M"
