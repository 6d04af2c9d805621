"""Real pictures, drawn once each."""

from __future__ import annotations

import base64
import os
import random
import re
import struct
import zlib
from functools import cache
from io import BytesIO

from PIL import Image

from tests.simulator.prompt_weather import Weather

MEDIA = {"svg": "image/svg+xml", "jpeg": "image/jpeg", "webp": "image/webp"}
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}">'
    '<rect width="{0}" height="{1}" fill="#3a7"/></svg>'
)


def picture(weather: Weather, *, size: str = "", form: str = "", index: int = 0) -> bytes:
    """The bytes the weather asks for: in the size asked for, else 64 by 64."""
    if "not-an-image" in weather:
        return b"this is not a picture"
    if "bench" in weather:
        return base64.b64decode(noise_base64(is_unique="unique" in weather))
    match = re.fullmatch(r"(\d{1,4})x(\d{1,4})", size)
    width, height = (int(match[1]), int(match[2])) if match else (64, 64)
    chosen = weather.first("svg", "jpeg", "webp", "gif", "png") or form or "png"
    return drawn(width, height, chosen, index + int(weather.number("hue", 0)))


def picture_base64(weather: Weather, *, size: str = "", form: str = "", index: int = 0) -> str:
    """The same as base64 text."""
    if "bench" in weather:
        return noise_base64(is_unique="unique" in weather)
    return base64.b64encode(picture(weather, size=size, form=form, index=index)).decode()


@cache
def drawn(width: int, height: int, form: str, index: int) -> bytes:
    """A plain picture; each index has its own colour."""
    if form == "svg":
        return _SVG.format(width, height).encode()
    colour = (40 + 37 * index % 200, 120, 200 - 29 * index % 180)
    image = Image.new("RGB", (width, height), colour)
    out = BytesIO()
    image.save(out, {"jpg": "jpeg"}.get(form, form))
    return out.getvalue()


def noise_base64(*, is_unique: bool = False) -> str:
    """A PNG of 1024 by 1024 pixels and about 1.6 MB as base64; if unique, with a hash of its own."""
    note = b"imagehub\0" + (os.urandom(8).hex().encode() if is_unique else b"same")
    chunk = struct.pack(">I", len(note)) + b"tEXt" + note
    chunk += struct.pack(">I", zlib.crc32(chunk[4:]))
    head, rest, end = _noise()
    return head + base64.b64encode(rest + chunk + end).decode()


@cache
def _noise() -> tuple[str, bytes, bytes]:
    """Most of it in base64, the few bytes that do not divide by three, and the IEND chunk."""
    table = bytes(value % 6 * 40 for value in range(256))
    pixels = random.Random(1).randbytes(1024 * 1024 * 3).translate(table)
    out = BytesIO()
    Image.frombytes("RGB", (1024, 1024), pixels).save(out, "png", compress_level=1)
    drawn, end = out.getvalue()[:-12], out.getvalue()[-12:]
    cut = len(drawn) - len(drawn) % 3
    return base64.b64encode(drawn[:cut]).decode(), drawn[cut:], end
