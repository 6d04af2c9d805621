"""JSON as it goes by, its long texts cut: what can be judged of an answer that is still coming.

Understands values that stand alone and values in the `data:` lines of events, one or several to
an event. One pass; work and memory grow with the bytes at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from zlib import crc32

_SIGNS = re.compile(rb'["{}\[\]\r\n]')
_LINE = re.compile(rb"[:\r\n]")
_IN_TEXT = re.compile(rb'["\\]')
_IN_LINE = re.compile(rb'["\\\r\n]')
_KEPT = 8_192  # bytes of a text that a skeleton holds; its sum stands for the rest
_MOST = 4 * 2**20  # bytes of a skeleton; with more structure an answer is judged at its end
_MOST_STEPS = 1_000_000
_SKIPPED = b" \t\x00\xef\xbb\xbf"
_LONGEST_FIELD = 200  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One JSON value that closed."""

    event: str  # the name of the event it came in
    skeleton: bytes


class Skeletons:
    """Feed it bytes; it gives the skeletons of the values that close."""

    def __init__(self) -> None:
        self.operations = 0
        self.has_events = False
        self._skeleton = bytearray()
        self._depth = 0
        self._text: _Text | None = None
        self._in_data = False  # within an event's data line
        self._is_between = False  # its line ended within a value; another one may go on with it
        self._is_after_return = False  # a newline now ends no second line
        self._line = bytearray()  # the beginning of any other line
        self._event = ""
        self._closed: list[Value] = []

    @property
    def is_within_value(self) -> bool:
        return self._depth > 0

    def feed(self, piece: bytes) -> list[Value]:
        """The values that these bytes close."""
        self._closed = []
        place = 0
        while place < len(piece) and self.operations < _MOST_STEPS:
            self.operations += 1
            if self._is_after_return:
                self._is_after_return = False
                place += piece[place : place + 1] == b"\n"
            elif self._is_between:
                place = self._within_line(piece, place)
            elif self._text is not None:
                place = self._within_text(self._text, piece, place)
            elif self._in_data or self._depth:
                place = self._within_json(piece, place)
            else:
                place = self._within_line(piece, place)
        return self._closed

    def _within_line(self, piece: bytes, place: int) -> int:
        """Outside of JSON: blanks, a value that begins, or a line of a stream."""
        sign = piece[place : place + 1]
        if sign in (b"{", b"[") and not self._line and not self._depth:
            self._take(sign)
            return place + 1
        if sign in _SKIPPED and not self._line:
            return place + 1
        found = _LINE.search(piece, place)
        stop = found.start() if found else len(piece)
        self._line += piece[place : min(stop, place + _LONGEST_FIELD)][:_LONGEST_FIELD]
        if found is None:
            del self._line[_LONGEST_FIELD:]
            return stop
        if found.group() == b":":
            self._take_field()
        else:
            self._end_line(found.group())
        return stop + 1

    def _take_field(self) -> None:
        name = bytes(self._line).strip().lower()
        self._in_data = name == b"data"
        self._is_between = self._is_between and not self._in_data
        self.has_events = self.has_events or name in (b"data", b"event")
        self._line += b":"

    def _end_line(self, sign: bytes) -> None:
        line = bytes(self._line)
        if line.lower().startswith(b"event:"):
            self._event = line[6:].decode("utf-8", "replace").strip()
        elif not line:
            self._end_event()
        self._in_data = False
        self._is_between = self._depth > 0
        self._is_after_return = sign == b"\r"
        self._line = bytearray()

    def _end_event(self) -> None:
        """A value that did not close within its event never does."""
        self._event, self._depth, self._text = "", 0, None
        self._skeleton = bytearray()

    def _within_json(self, piece: bytes, place: int) -> int:
        found = _SIGNS.search(piece, place)
        stop = found.start() if found else len(piece)
        if self._depth:
            self._keep(piece[place:stop])
        if found is None:
            return stop
        self._take(found.group())
        return stop + 1

    def _take(self, sign: bytes) -> None:
        if sign in b"\r\n":
            if self._in_data:
                self._end_line(sign)
        elif sign == b'"':
            if self._depth:
                self._keep(sign)
                self._text = _Text(_IN_LINE if self._in_data else _IN_TEXT)
        elif sign in b"{[":
            self._depth += 1
            self._keep(sign)
        elif self._depth:
            self._depth -= 1
            self._keep(sign)
            if not self._depth:
                self._closed.append(Value(event=self._event, skeleton=bytes(self._skeleton)))
                self._skeleton = bytearray()

    def _within_text(self, text: _Text, piece: bytes, place: int) -> int:
        """Until the text's end, or until its data line's, which may go on in the next one."""
        stop, is_closed = text.take(piece, place)
        if is_closed:
            self._keep(text.kept())
            self._text = None
        elif stop < len(piece):
            self._end_line(piece[stop : stop + 1])
            return stop + 1
        return stop

    def _keep(self, data: bytes) -> None:
        if len(self._skeleton) < _MOST:
            self._skeleton += data


class _Text:
    """A JSON text as it goes by: its beginning, and a sum of all of it."""

    def __init__(self, ends: re.Pattern[bytes]) -> None:
        self._ends = ends
        self._kept = bytearray()
        self._size = 0
        self._sum = 0
        self._is_escaped = False

    def take(self, piece: bytes, begin: int) -> tuple[int, bool]:
        """Until where the text goes, and whether it closes there; a data line's end stops it."""
        place, is_closed = begin + self._is_escaped, False
        self._is_escaped = False
        while not is_closed:
            found = self._ends.search(piece, place)
            if found is None or found.group() in b"\r\n":
                place = found.start() if found else len(piece)
                break
            place = found.end()
            if found.group() == b"\\":
                self._is_escaped = place == len(piece)
                place = min(place + 1, len(piece))
            else:
                is_closed = True
        self._add(piece[begin:place])
        return place, is_closed

    def kept(self) -> bytes:
        """The text for the skeleton, with its closing quote."""
        if self._size <= _KEPT:
            return bytes(self._kept)
        last = self._kept.rfind(b"\\", _KEPT - 6)
        return bytes(self._kept[: last if last >= 0 else _KEPT]) + b'%08x"' % self._sum

    def _add(self, data: bytes) -> None:
        self._size += len(data)
        self._sum = crc32(data, self._sum)
        if len(self._kept) < _KEPT:
            self._kept += data[: _KEPT - len(self._kept)]
