"""Whether a picture's bytes are all there, told from its structure without decoding it."""

from __future__ import annotations

import zlib

from generations.imaging import header_facts
from generations.imaging.header_facts import Bytes

_CRITICAL = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND"))


def is_cut(data: Bytes, format: str, *, with_sums: bool = True) -> bool:
    """The file ends before its end, or a sum in it is wrong. Formats not known here: False.

    with_sums: also counts checksums, for which every byte is read.
    """
    if format == "png":
        return _png(data, with_sums=with_sums)
    if format == "jpeg":
        return data.rfind(b"\xff\xd9") < _scan(data)
    if format == "webp":
        return int.from_bytes(data[4:8], "little") + 8 > len(data) + 1
    if format == "gif":
        return b"\0;" not in data[-16:]
    if format in ("avif", "heic"):
        return _boxes(data)
    if format == "jp2":
        return b"\xff\xd9" not in data[-64:]
    if format == "bmp":
        return int.from_bytes(data[2:6], "little") > len(data)
    return format == "jxl" and data[:2] != b"\xff\x0a" and _boxes(data, needs=b"")


def _png(data: Bytes, *, with_sums: bool) -> bool:
    has_pixels = False
    for name, begin, length in header_facts.chunks(data):
        end = begin + length
        if end + 4 > len(data):
            return name != b"IEND"
        if with_sums and name in _CRITICAL and not _sum_is_right(data, begin - 4, end):
            return True
        if name == b"IEND":
            return not has_pixels
        has_pixels = has_pixels or name == b"IDAT"
    return True


def _sum_is_right(data: Bytes, begin: int, end: int) -> bool:
    with memoryview(data) as view, view[begin:end] as part:
        return zlib.crc32(part) == int.from_bytes(data[end : end + 4], "big")


def _scan(data: Bytes) -> int:
    """Where a JPEG's pixels begin: an end mark before it is the one of a thumbnail inside."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:
            return at
        if marker == 0xFF or marker == 0x01 or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
        else:
            at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
    return len(data)


def _boxes(data: Bytes, *, needs: bytes = b"mdat") -> bool:
    names = set()
    for name, _, end in header_facts.boxes(data):
        if end > len(data):
            return True
        names.add(name)
    return bool(needs) and needs not in names
