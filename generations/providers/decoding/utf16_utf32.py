"""UTF-16 and UTF-32 as they come, made UTF-8: what judges bytes by the way knows only that."""

from __future__ import annotations

import codecs
import json

from generations.providers.decoding.json_decoding import is_wide

_SHOWN = 64  # bytes by which the encoding is told


class Narrow:
    """Feed it an answer's bytes; it gives UTF-8, or the bytes as they are where they are no text
    of wide letters."""

    def __init__(self) -> None:
        self._first: bytes | None = b""
        self._decoder: codecs.IncrementalDecoder | None = None

    def feed(self, piece: bytes) -> bytes:
        """What these bytes are as UTF-8."""
        if self._first is not None:
            piece, self._first = self._first + piece, None
            may_be_wide = piece.startswith(_MARKS) or b"\x00" in piece[:4]
            if len(piece) < 4 or (may_be_wide and len(piece) < _SHOWN):
                self._first = piece
                return b""
            self._decoder = _decoder(piece) if may_be_wide else None
        return self._decoder.decode(piece).encode("utf-8", "replace") if self._decoder else piece


_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def _decoder(first: bytes) -> codecs.IncrementalDecoder | None:
    if not is_wide(first):
        return None
    return codecs.getincrementaldecoder(json.detect_encoding(first[:1024]))("replace")
