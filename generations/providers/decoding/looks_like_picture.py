"""Whether bytes begin as a picture does, by the signatures of the formats that are known.

Sources: the formats' own specifications; IANA's registry of ISO base media brands.
"""

from __future__ import annotations

import re

_BEGINS = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",  # TIFF, little-endian
    b"MM\x00*",  # TIFF, big-endian
    b"\x00\x00\x00\x0cjP  \r\n\x87\n",  # JPEG 2000
    b"\xff\x4f\xff\x51",  # JPEG 2000 code stream
    b"\xff\x0a",  # JPEG XL code stream
    b"\x00\x00\x00\x0cJXL \r\n\x87\n",  # JPEG XL in its box
    b"qoif",
    b"8BPS",
)
_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_HEAD = 4096  # bytes in which an SVG's first tag stands
_SVG = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+svg[^>]*(?:\[.*?\]\s*)?>\s*)?"
    rb"(?:<!--.*?-->\s*)*<(?:\w+:)?svg\b",
    re.IGNORECASE | re.DOTALL,
)


def is_picture(data: bytes) -> bool:
    """The bytes carry the signature of a picture format."""
    head = data[:32]
    if head.startswith(_BEGINS):
        return True
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    if head[4:8] == b"ftyp" and (head[8:12] in _BRANDS or head[16:20] in _BRANDS):
        return True
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return True
    return is_svg(data)


def is_svg(data: bytes) -> bool:
    """The bytes are an SVG drawing, perhaps after a declaration and comments."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    return (b"<svg" in head.lower() and _SVG.match(head) is not None) or _is_prefixed_svg(head)


def _is_prefixed_svg(head: bytes) -> bool:
    return b":svg" in head.lower() and _SVG.match(head) is not None


def seems_whole(first: bytes, last: bytes, size: int) -> bool:
    """A picture of which only its ends are known has come to its own end.

    first, last: its first 32 and last 16 bytes; size: of all of it.
    """
    if first.startswith(b"\x89PNG"):
        return b"IEND" in last
    if first.startswith(b"\xff\xd8\xff"):
        return last.rstrip(b"\x00\r\n").endswith(b"\xff\xd9")
    if first.startswith(b"GIF8"):
        return last.endswith(b"\x3b")
    if first.startswith(b"RIFF"):
        return size >= int.from_bytes(first[4:8], "little") + 8
    return last.rstrip().lower().endswith(b"</svg>")
