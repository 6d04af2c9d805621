"""Opens and decodes pictures of every kind, also damaged ones, as far as anything here can."""

from __future__ import annotations

import importlib
import io
import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, cast

from PIL import Image, ImageFile

from generations.imaging import header_facts
from generations.imaging.format_signatures import FORMATS
from generations.imaging.header_facts import Bytes

# What Pillow and its plugins raise for odd bytes.
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    AssertionError,
    OverflowError,
    ZeroDivisionError,
    NotImplementedError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
# Of a PNG: what its pixels need. The rest may be too large for Pillow (1 MiB of packed text).
_PIXELS = frozenset(b"IHDR PLTE tRNS IDAT IEND acTL fcTL fdAT".split())
_COLOURS = frozenset(b"iCCP sRGB gAMA cHRM cICP eXIf".split())
_leniently = threading.Lock()  # Pillow's switch for cut files is one for the whole process


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    image: Image.Image  # its first, or primary, picture; loaded
    is_cut: bool  # decoding broke off, or pixels are missing


@contextmanager
def opened(data: Bytes, format: str) -> Iterator[Image.Image]:
    """Pillow's picture with its header read. Raises one of BROKEN."""
    plugin = FORMATS[format].plugin
    if not plugin:
        raise ValueError(f"nothing here decodes {FORMATS[format].label}")
    _load_plugin(plugin)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(_file(data), formats=[plugin]) as image:
            yield image


def decoded(data: Bytes, format: str, *, edge: int | None = None) -> Decoded:
    """The pixels, whatever text lies beside them; of a broken file what can be had.

    edge: of a JPEG a smaller version will do whose longer edge has at least so many pixels.
    Raises one of BROKEN: nothing can be decoded.
    """
    try:
        return Decoded(image=_loaded(data, format, edge), is_cut=False)
    except BROKEN as error:
        trouble = error
    if format == "png":
        for kept in (_PIXELS | _COLOURS, _PIXELS):
            try:
                return Decoded(image=_loaded(without(data, kept), format, edge), is_cut=False)
            except BROKEN:
                continue  # tried with less beside the pixels, at last as a cut file
        data = without(data, _PIXELS)
    image = _rescued(data, format, edge)
    if image is None:
        raise trouble
    return Decoded(image=image, is_cut=True)


def lean(data: Bytes) -> bytes:
    """A PNG without its text."""
    return without(data, _PIXELS | _COLOURS)


def without(data: Bytes, kept: frozenset[bytes]) -> bytes:
    """A PNG with chunks of these names only, as far as it goes."""
    parts = [data[:8]]
    for name, begin, length in header_facts.chunks(data):
        if name in kept:
            parts.append(data[begin - 8 : begin + length + 4])
    return b"".join(parts)


def _loaded(data: Bytes, format: str, edge: int | None) -> Image.Image:
    with opened(data, format) as image:
        if edge:
            image.draft("RGB", (edge, edge))
        image.load()
        return image


def _rescued(data: Bytes, format: str, edge: int | None) -> Image.Image | None:
    """What a file that breaks off has of its pixels; the rest is black or grey."""
    with _leniently:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, True
        try:
            return _loaded(data, format, edge)
        except BROKEN:
            return None
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _load_plugin(plugin: str) -> None:
    """That one alone: all forty cost a tenth of a second."""
    if plugin in Image.OPEN:
        return
    if plugin == "HEIF":
        pillow_heif = importlib.import_module("pillow_heif")
        pillow_heif.register_heif_opener()
        return
    names = {"JPEG2000": "Jpeg2K", "WEBP": "WebP"}
    importlib.import_module(f"PIL.{names.get(plugin, plugin.capitalize())}ImagePlugin")


def _file(data: Bytes) -> IO[bytes]:
    return io.BytesIO(data) if isinstance(data, bytes) else cast(IO[bytes], data)
