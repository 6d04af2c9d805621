"""Server-sent events, parsed from pieces cut anywhere.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html, and providers.md 2.7, 4.7.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerEvent:
    """One event as sent."""

    name: str  # the `event:` line; empty when there was none
    data: str  # the `data:` lines, joined


class SseParser:
    """Feed it bytes as they come; it gives whole events back. Comments are skipped."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self._line: list[str] = []  # pieces of an unfinished line; joined once
        self._skip_newline = False
        self._name = ""
        self._data: list[str] = []

    def feed(self, data: bytes) -> Iterator[ServerEvent]:
        """Events completed by these bytes. Iterate to the end."""
        yield from self._text(self._decoder.decode(data))

    def finish(self) -> Iterator[ServerEvent]:
        """At the end of the stream: an event whose closing blank line is missing still counts."""
        yield from self._text(self._decoder.decode(b"", final=True))
        yield from self._text("\n\n")

    def _text(self, text: str) -> Iterator[ServerEvent]:
        if not text:
            return
        if self._skip_newline:
            text = text.removeprefix("\n")
        self._skip_newline = text.endswith("\r")
        *whole, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for piece in whole:
            line = "".join((*self._line, piece))
            self._line.clear()
            yield from self._take(line)
        self._line.append(rest)

    def _take(self, line: str) -> Iterator[ServerEvent]:
        if not line:
            yield from self._dispatch()
            return
        if line[0] in "{[":  # JSON without its field, as some routers tell an error
            yield ServerEvent(name=self._name, data=line)
            return
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            self._data.append(value)
        elif field == "event":
            self._name = value

    def _dispatch(self) -> Iterator[ServerEvent]:
        if self._data:
            yield ServerEvent(name=self._name, data="\n".join(self._data))
        self._name, self._data = "", []
