"""Facts that stand in the first bytes of a picture, read without decoding it and without Pillow."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator

Bytes = bytes | mmap.mmap
_FAR = 1 << 20  # bytes: headers of files made of boxes end before
_SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # of JPEG: a frame's header
_RATIOS = (None, (1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))  # of JPEG XL


def size(data: Bytes, format: str) -> tuple[int, int] | None:
    """Width and height in pixels as stored, or None where they cannot be found."""
    reader = _SIZES.get(format)
    found = reader(data) if reader else None
    return found if found and min(found) > 0 and max(found) < 2**31 else None


def chunks(data: Bytes) -> Iterator[tuple[bytes, int, int]]:
    """Of a PNG: each chunk's name, where its content begins, and how long that says it is."""
    at = 8
    while at + 8 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        yield name, at + 8, length
        at += 12 + length


def png_chunk(data: Bytes, wanted: bytes) -> bytes:
    """The content of a PNG's first chunk of that name, or nothing."""
    for name, begin, length in chunks(data):
        if name == wanted:
            return data[begin : begin + length]
    return b""


def boxes(data: Bytes) -> Iterator[tuple[bytes, int, int]]:
    """Of a file made of boxes (AVIF, HEIC, JPEG 2000, JPEG XL): name, begin, end as it says."""
    at = 0
    while at + 8 <= len(data):
        length, name, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        end = len(data) if length == 0 else at + length
        if end < at + head:
            return
        yield name, at + head, end
        at = end


def orientation(exif: bytes) -> int:
    """1 to 8 as EXIF counts; 1 where it says nothing sensible. `exif`: with or without its name."""
    exif = exif.removeprefix(b"Exif\0\0")
    if exif[:4] not in (b"II*\0", b"MM\0*"):
        return 1

    def number(at: int, long: int) -> int:
        return int.from_bytes(exif[at : at + long], "little" if exif[:1] == b"I" else "big")

    first = number(4, 4)
    for entry in range(min(number(first, 2), 512)):
        at = first + 2 + entry * 12
        if number(at, 2) == 0x0112:
            value = number(at + 8, 2)
            return value if 1 <= value <= 8 else 1
    return 1


def primaries(data: Bytes) -> tuple[int, int] | None:
    """Colour primaries and transfer that a `colr` box of kind nclx names (ITU-T H.273)."""
    at = data[:_FAR].find(b"colrnclx")
    if at < 0:
        return None
    first, second = data[at + 8 : at + 10], data[at + 10 : at + 12]
    return int.from_bytes(first, "big"), int.from_bytes(second, "big")


def _png(data: Bytes) -> tuple[int, int] | None:
    if data[12:16] != b"IHDR":
        return None
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _gif(data: Bytes) -> tuple[int, int]:
    return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")


def _jpeg(data: Bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker in _SOF:
            height, width = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        if marker == 0xFF or marker == 0x01 or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
        else:
            at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
    return None


def _webp(data: Bytes) -> tuple[int, int] | None:
    kind, body = data[12:16], data[20:30]
    if len(body) < 10:
        return None
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = body[6:8], body[8:10]
        return int.from_bytes(width, "little") & 0x3FFF, int.from_bytes(height, "little") & 0x3FFF
    return None


def _boxed(data: Bytes) -> tuple[int, int] | None:
    """The largest size that a property box names: grids name their tiles' as well."""
    found = [
        (int.from_bytes(each[1], "big"), int.from_bytes(each[2], "big"))
        for each in re.finditer(rb"ispe\0{4}(.{4})(.{4})", data[:_FAR], re.DOTALL)
    ]
    return max(found, key=lambda each: each[0] * each[1], default=None)


def _jxl(data: Bytes) -> tuple[int, int] | None:
    """From the first bits of the codestream, turned as it says."""
    stream = data[:64]
    if stream[:2] != b"\xff\x0a":
        starts = [
            begin + 4 * (name == b"jxlp")
            for name, begin, _ in boxes(data)
            if name in (b"jxlc", b"jxlp")
        ]
        stream = data[starts[0] : starts[0] + 64] if starts else b""
    if stream[:2] != b"\xff\x0a":
        return None
    bits = _Bits(stream[2:])
    is_small = bits.take(1)
    height = _jxl_side(bits, is_small)
    ratio = _RATIOS[bits.take(3)]
    width = height * ratio[0] // ratio[1] if ratio else _jxl_side(bits, is_small)
    is_default = bits.take(1)
    turned = not is_default and bits.take(1) and bits.take(3) >= 4
    return (height, width) if turned else (width, height)


def _jxl_side(bits: _Bits, is_small: int) -> int:
    if is_small:
        return (1 + bits.take(5)) * 8
    return 1 + bits.take((9, 13, 18, 30)[bits.take(2)])


class _Bits:
    """Lowest bit of each byte first."""

    def __init__(self, data: bytes) -> None:
        self._left = int.from_bytes(data, "little")

    def take(self, count: int) -> int:
        taken = self._left & ((1 << count) - 1)
        self._left >>= count
        return taken


_SIZES = {
    "png": _png,
    "gif": _gif,
    "jpeg": _jpeg,
    "webp": _webp,
    "avif": _boxed,
    "heic": _boxed,
    "jxl": _jxl,
}
