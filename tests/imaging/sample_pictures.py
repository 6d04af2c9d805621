"""Small pictures of every kind, drawn when a test wants them."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pillow_heif
from PIL import Image

RUST = (200, 80, 60)
JXL = bytes.fromhex("ff0a7f02") + bytes(40)  # the head of 256 by 256 pixels; nothing here draws it
_JXL_BOX = b"\0\0\0\x0cJXL \r\n\x87\n"


def plain(width: int = 96, height: int = 48, colour: tuple[int, ...] = RUST) -> Image.Image:
    return Image.new("RGB", (width, height), colour)


def noisy(width: int = 400, height: int = 300) -> Image.Image:
    """Does not pack well: half of its file is half of its pixels."""
    pixels = np.random.default_rng(1).integers(0, 255, (height // 20, width // 20, 3), np.uint8)
    return Image.fromarray(np.kron(pixels, np.ones((20, 20, 1), np.uint8)))


def encoded(image: Image.Image, form: str, **more: Any) -> bytes:
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def moving(form: str) -> bytes:
    return encoded(plain(), form, save_all=True, append_images=[plain(colour=(0, 255, 0))])


def turned(form: str, orientation: int = 6) -> bytes:
    """96 by 48 pixels that are to be seen upright as 48 by 96."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    more = {"tiffinfo": {0x0112: orientation}} if form == "TIFF" else {"exif": exif}
    return encoded(plain(), form, **more)


def chunk(name: bytes, content: bytes) -> bytes:
    """Of a PNG."""
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def with_chunk(png: bytes, name: bytes, content: bytes, *, before: bytes = b"IDAT") -> bytes:
    at = png.index(before) - 4
    return png[:at] + chunk(name, content) + png[at:]


def long_text() -> bytes:
    """What ComfyUI writes of a large workflow: more than Pillow takes."""
    return b"workflow\0\0" + zlib.compress(b'{"nodes": 1}' * 120_000)


def deep_grey(value: int = 32_780) -> Image.Image:
    return Image.fromarray(np.full((48, 96), value, dtype=np.uint16))


def profile() -> bytes:
    """A display's colour profile, wider than sRGB: Display P3's primaries, sRGB's curve."""
    matrix = [  # XYZ of the three primaries under D50, as Display P3 has them
        (0.51512, 0.2412, -0.00105),
        (0.29198, 0.69225, 0.04189),
        (0.1571, 0.06657, 0.78407),
    ]
    xyz = [_tag_xyz(*each) for each in matrix]
    curve = (
        b"para"
        + bytes(4)
        + struct.pack(">HH", 3, 0)
        + b"".join(_fixed(each) for each in (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
    )
    text = b"desc" + bytes(4) + struct.pack(">I", 3) + b"P3\0" + bytes(79)
    white = _tag_xyz(0.9642, 1.0, 0.8249)
    tags = [
        (b"desc", text),
        (b"wtpt", white),
        *zip((b"rXYZ", b"gXYZ", b"bXYZ"), xyz, strict=True),
        *((name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")),
        (b"cprt", b"text" + bytes(4) + b"none\0"),
    ]
    at, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, content in tags:
        content += bytes(-len(content) % 4)
        table += name + struct.pack(">II", at + len(body), len(content))
        body += content
    head = struct.pack(
        ">I4sI4s4s4s12s4s", at + len(body), bytes(4), 0x02400000, b"mntr", b"RGB ", b"XYZ ",
        bytes(12), b"acsp",
    )  # fmt: skip
    head += bytes(28) + _fixed(0.9642) + _fixed(1.0) + _fixed(0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def jxl_in_boxes() -> bytes:
    stream = JXL
    return _JXL_BOX + struct.pack(">I", len(stream) + 8) + b"jxlc" + stream


def _tag_xyz(x: float, y: float, z: float) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(x) + _fixed(y) + _fixed(z)


def _fixed(number: float) -> bytes:
    return struct.pack(">i", round(number * 65_536))
