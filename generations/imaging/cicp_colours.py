"""Colours named by numbers (ITU-T H.273): PNG's cICP and the `colr` box of AVIF and HEIC.

Pillow reads neither. Browsers obey both; a profile in the same file comes after PNG's and before
the box.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generations.imaging import header_facts
from generations.imaging.header_facts import Bytes

Floats = NDArray[np.float32]
_PLAIN_TRANSFERS = (0, 1, 2, 6, 13, 14, 15)  # sRGB, or video's, which browsers show alike
_LINEAR, _GAMMA22, _GAMMA28, _PQ, _HLG = 8, 4, 5, 16, 18
_WHITE = 203.0  # candelas per square metre that plain white has in PQ and HLG (ITU-R BT.2408)
_TO_709: dict[int, tuple[tuple[float, float, float], ...]] = {
    9: ((1.6605, -0.5876, -0.0728), (-0.1246, 1.1329, -0.0083), (-0.0182, -0.1006, 1.1187)),
    11: ((1.2249, -0.2247, 0.0), (-0.0420, 1.0419, 0.0), (-0.0197, -0.0786, 1.0979)),
    12: ((1.2249, -0.2247, 0.0), (-0.0420, 1.0419, 0.0), (-0.0197, -0.0786, 1.0979)),
}


def of(data: Bytes, format: str) -> tuple[int, int] | None:
    """Primaries and transfer that the file names, or None."""
    if format == "png":
        chunk = header_facts.png_chunk(data, b"cICP")
        return (chunk[0], chunk[1]) if len(chunk) >= 4 else None
    if format in ("avif", "heic"):
        return header_facts.primaries(data)
    return None


def is_plain(named: tuple[int, int]) -> bool:
    """sRGB, or nothing that would be converted here."""
    return named[0] not in _TO_709 and named[1] in _PLAIN_TRANSFERS


def converted(image: Image.Image, named: tuple[int, int]) -> Image.Image:
    """From RGB or RGBA in those colours to sRGB; what is brighter than white becomes white."""
    primaries, transfer = named
    light = _light(np.asarray(image.convert("RGB")).astype(np.float32) / 255.0, transfer)
    matrix = _TO_709.get(primaries)
    if matrix:
        light = light @ np.array(matrix, dtype=np.float32).T
    made = Image.fromarray((_srgb(light.clip(0, 1)) * 255.0 + 0.5).astype(np.uint8))
    if image.mode == "RGBA":
        made.putalpha(image.getchannel("A"))
    return made


def _light(signal: Floats, transfer: int) -> Floats:
    """Linear light, 1 for plain white."""
    if transfer == _LINEAR:
        return signal
    if transfer in (_GAMMA22, _GAMMA28):
        return _float(signal ** (2.2 if transfer == _GAMMA22 else 2.8))
    if transfer == _PQ:
        root = signal ** (1 / 78.84375)
        part = np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)
        return _float(part ** (1 / 0.1593017578125) * (10_000 / _WHITE))
    if transfer == _HLG:
        bright = (np.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12
        scene = _float(np.where(signal <= 0.5, signal**2 / 3, bright))
        luma = scene @ np.array((0.2627, 0.678, 0.0593), dtype=np.float32)
        return _float(scene * np.maximum(luma, 1e-6)[..., None] ** 0.2 * (1_000 / _WHITE))
    return _float(np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4))


def _srgb(light: Floats) -> Floats:
    return _float(np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055))


def _float(values: NDArray[Any]) -> Floats:
    return values.astype(np.float32)
