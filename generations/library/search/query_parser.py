"""What was typed into the search box, piece by piece: words, "phrases" and name:value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 500  # letters that are read
MOST = 30  # pieces
_PIECE = re.compile(
    r"""(?P<name>[^\W\d_]+):(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]+))|"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)|(?P<open>")"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One part of a search as it was typed."""

    kind: str  # word, phrase or filter
    name: str = ""  # of a filter, lower case
    text: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    pieces: tuple[Piece, ...]
    problems: tuple[str, ...]

    def without(self, piece: Piece) -> str:
        """The same search with one piece taken out."""
        return " ".join(each.raw for each in self.pieces if each is not piece)


def read(text: str) -> Read:
    """Never fails: what cannot be read is told and left out."""
    problems = []
    text = " ".join(text.replace("\0", " ").split())
    text = re.sub("[“”„«»]", '"', text)
    if len(text) > LONGEST:
        text = text[:LONGEST]
        problems.append(f"Only the first {LONGEST} letters of the search were read.")
    if text.count('"') % 2:
        problems.append(
            "A quotation mark is not closed, so the words after it were looked for singly."
        )
        at = text.rindex('"')
        text = f"{text[:at]} {text[at + 1 :]}"
    pieces = list(_pieces(text))
    if len(pieces) > MOST:
        problems.append(f"Only the first {MOST} words of the search were read.")
    return Read(pieces=tuple(pieces[:MOST]), problems=tuple(problems))


def _pieces(text: str) -> Iterator[Piece]:
    for found in _PIECE.finditer(text):
        raw, name = found[0], found["name"]
        if name:
            value = found["quoted"] if found["value"] is None else found["value"]
            yield Piece(kind="filter", name=name.lower(), text=value or "", raw=raw)
        elif found["phrase"] is not None:
            yield Piece(kind="phrase", text=found["phrase"], raw=raw)
        elif found["word"]:
            yield Piece(kind="word", text=found["word"], raw=raw)
