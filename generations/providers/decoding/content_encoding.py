"""Takes an answer's packing off: the bytes decide, the label only helps where they cannot."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import pairwise

import brotli

MOST = 256 * 2**20  # bytes; far above any honest answer
_PART = 4096  # bytes of brotli unpacked at once
_STEP = 2**20  # bytes asked of an unpacker at once
_GZIP = b"\x1f\x8b"
_HEAD = 64  # bytes by which plain text is told from packed
_LAYERS = 3  # packed again and again


def unpacked(raw: bytes, label: str = "") -> bytes:
    """The bytes without their packing; as they are where they have none or cannot be read.

    label: the answer's content-encoding. What was unpacked before a fault is kept: a cut answer
    is judged by what is there. Nothing is unpacked beyond 256 MB.
    """
    for name in _names(label):
        raw = _layer(raw, name)
    for _ in range(_LAYERS):
        if not raw.startswith(_GZIP):
            break
        raw = _layer(raw, "gzip")
    return raw


def is_packed(raw: bytes, label: str) -> bool:
    """The bytes, or a label that names a real packing, say so."""
    return raw.startswith(_GZIP) or any(name in ("br", "deflate", "zstd") for name in _names(label))


def _names(label: str) -> list[str]:
    """The packings named, the outermost first."""
    return [name.strip().lower().removeprefix("x-") for name in label.split(",")][::-1][:8]


def _layer(raw: bytes, name: str) -> bytes:
    if name == "br":
        return _brotli(raw)
    if name in ("gzip", "zlib", "deflate", "compress"):
        return _gunzipped(raw) if raw.startswith(_GZIP) else _inflated(raw)
    return raw


def _gunzipped(raw: bytes) -> bytes:
    """All members of a gzip, one after the other."""
    out = bytearray()
    while raw.startswith(_GZIP) and len(out) < MOST:
        tool = zlib.decompressobj(31)
        _all(tool, raw, out)
        if not tool.eof:
            break
        raw = tool.unused_data.lstrip(b"\x00")
    return bytes(out)


def _inflated(raw: bytes) -> bytes:
    """Deflate with its header or without; the bytes as they are when they are neither."""
    if _is_plain(raw):
        return raw
    for shape in (15, -15):
        out = bytearray()
        if _all(zlib.decompressobj(shape), raw, out) and out:
            return bytes(out)
    return raw


def _all(tool: zlib._Decompress, raw: bytes, out: bytearray) -> bool:
    """Unpacks into `out`; False when the bytes are not of this kind."""
    try:
        out += tool.decompress(raw, _STEP)
        while tool.unconsumed_tail and not tool.eof and len(out) < MOST:
            out += tool.decompress(tool.unconsumed_tail, _STEP)
    except zlib.error:
        return False
    return True


def _brotli(raw: bytes) -> bytes:
    """Brotli as far as it goes; stray bytes after its end are dropped.

    What begins as plain text or gzip does is brotli only where all of it is.
    """
    out, is_all = _brotli_parts(raw)
    if not is_all and (_is_plain(raw) or raw.startswith(_GZIP)):
        return raw
    return bytes(out) or raw


def _brotli_parts(raw: bytes) -> tuple[bytearray, bool]:
    """What it unpacks to, and whether the bytes are one whole brotli.

    A part that holds a fault, or bytes after the end, gives nothing at all and spoils the tool: a
    new one takes what was good before, then that part byte by byte.
    """
    places = range(0, len(raw), _PART)
    out, good, is_all = _fed(raw, places)
    if good < len(raw):
        single = range(good, min(good + _PART, len(raw)))
        out, _, _ = _fed(raw, [*range(0, good, _PART), *single])
    return out, is_all


def _fed(raw: bytes, places: Sequence[int]) -> tuple[bytearray, int, bool]:
    """Feeds the parts that begin at these places: what came, up to where, whether that is all."""
    tool, out = brotli.Decompressor(), bytearray()
    for place, end in pairwise([*places, len(raw)]):
        if tool.is_finished() or len(out) >= MOST:
            return out, place, False
        try:
            piece = tool.process(raw[place:end], output_buffer_limit=_STEP)
            while piece:
                out += piece
                more = len(out) < MOST and not tool.is_finished()  # it holds some back
                piece = tool.process(b"", output_buffer_limit=_STEP) if more else b""
        except brotli.error:
            return out, place, False
    return out, len(raw), tool.is_finished()


def _is_plain(raw: bytes) -> bool:
    """It begins as JSON, a stream or a page does, in letters: packed bytes may begin so by chance."""
    head = raw[: 4 * 2**10].lstrip(b" \t\r\n")[:_HEAD]
    seen = sum(32 <= byte < 127 or byte in b"\t\r\n" for byte in head)
    begins = head[:1] in (b"{", b"[", b"<", b":", b"d", b"e", b")", b"i", b"r")
    return begins and seen * 10 >= len(head) * 9


class Unpacker:
    """The same for bytes as they come; what cannot be unpacked gives nothing more."""

    def __init__(self, label: str = "", layers: int = _LAYERS) -> None:
        self._names = [name for name in _names(label) if name not in ("", "identity")]
        self._layers = layers
        self._begun = False
        self._first = b""  # held back until there is enough to tell what it is
        self._tool: zlib._Decompress | brotli.Decompressor | None = None
        self._inner: Unpacker | None = None  # for what was packed more than once
        self._fed = bytearray()  # brotli so far: bytes after its end can be told only with all
        self._size = 0
        self._is_broken = False

    def feed(self, piece: bytes) -> bytes:
        """What these bytes unpack to."""
        if not self._begun:
            piece, self._first = self._first + piece, b""
            is_short = len(piece) < len(_GZIP) or (len(piece) < _HEAD and _is_plain(piece))
            if is_short and (self._names or piece == _GZIP[:1]):
                self._first = piece
                return b""
            self._begun = bool(piece)
            self._tool = _tool(piece, self._names)
        if self._tool is None:
            return piece
        if self._is_broken or self._size > MOST:
            return b""
        try:
            out = self._more(self._tool, piece)
        except (zlib.error, brotli.error):
            self._is_broken = True
            return b""
        return self._within(out)

    def _more(self, tool: zlib._Decompress | brotli.Decompressor, piece: bytes) -> bytes:
        """A gzip may have several members, one after the other."""
        if isinstance(tool, brotli.Decompressor):
            return self._more_brotli(tool, piece)
        out = tool.decompress(piece, MOST)
        while tool.eof and (rest := tool.unused_data.lstrip(b"\x00")).startswith(_GZIP):
            self._tool = tool = zlib.decompressobj(31)
            out += tool.decompress(rest, MOST)
        return out

    def _more_brotli(self, tool: brotli.Decompressor, piece: bytes) -> bytes:
        if tool.is_finished():
            return b""
        self._fed += piece
        try:
            out = tool.process(piece)
            while more := b"" if tool.is_finished() else tool.process(b""):
                out += more
            return bytes(out)
        except brotli.error:  # its end may be in this piece, with stray bytes after it
            self._is_broken = True
            return bytes(_brotli_parts(bytes(self._fed))[0][self._size :])

    def _within(self, out: bytes) -> bytes:
        """What was unpacked may be packed itself."""
        if self._size == 0 and self._layers > 1 and (out.startswith(_GZIP[:1]) or self._names[1:]):
            self._inner = Unpacker(", ".join(self._names[:0:-1]), self._layers - 1)
        self._size += len(out)
        return self._inner.feed(out) if self._inner else out


def _tool(first: bytes, names: list[str]) -> zlib._Decompress | brotli.Decompressor | None:
    if first.startswith(_GZIP):
        return zlib.decompressobj(31)
    if _is_plain(first) or not names:
        return None
    if names[0] == "br":
        return brotli.Decompressor()
    if names[0] == "deflate":
        is_wrapped = first[0] & 0x0F == 8 and first[0] >> 4 <= 7
        return zlib.decompressobj(15 if is_wrapped else -15)
    return None
