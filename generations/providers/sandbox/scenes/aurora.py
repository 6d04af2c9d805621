"""Northern lights over hills and a still lake."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import below, mix, smooth, stars, vertical
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm, line
from generations.providers.sandbox.palette import colour

LIGHTS = (
    ("#2ef2a0", "#31b7d8", "#8a5cf0"),
    ("#6df7c1", "#2b9fe0", "#d65bc0"),
    ("#b4f76d", "#27c9a7", "#4a6bf0"),
    ("#ff8ac0", "#9a6bff", "#46d7e8"),
)


def aurora(canvas: Canvas) -> Painting:
    """Curtains of light; the lake repeats all that stands above it."""
    shore = canvas.between(0.66, 0.76)
    rgb = _night(canvas)
    lights = LIGHTS[int(canvas.rng.integers(len(LIGHTS)))]
    for place in range(3):
        rgb += _curtain(canvas, lights, shore, place)
    for near in (0.0, 0.5, 1.0):
        _hills(canvas, rgb, shore, near)
    _lake(canvas, rgb, shore)
    return Painting(rgb=rgb)


def _night(canvas: Canvas) -> Field:
    down = vertical(canvas)
    top, low = (
        colour("#040816"),
        colour("#0d2740") * 0.6 + canvas.palette.tone(0.25) * 0.35,
    )
    rgb = np.ones((*canvas.shape, 3), np.float32) * (top + down[..., None] * (low - top))
    rgb += (0.75 * stars(canvas, 650, floor=0.75))[..., None]
    return rgb.astype(np.float32)


def _curtain(canvas: Canvas, lights: tuple[str, ...], shore: float, place: int) -> Field:
    """One curtain: bright at its wandering foot, fading upwards in rays."""
    foot = shore - 0.1 - 0.13 * place + 0.1 * line(canvas, 1.0, octaves=3, gain=0.45)
    rays = 0.66 + 0.5 * line(canvas, 7, octaves=5, gain=0.72)
    sweep = np.clip(0.65 + 0.85 * line(canvas, 1.4, octaves=2), 0, 1.3)
    tall = (0.2 + 0.22 * rays).astype(np.float32)
    up = foot[None, :] - vertical(canvas)
    body = np.exp(-np.clip(up, 0, 1) / tall[None, :] * 2.1) * smooth(-0.045, 0.02, up)
    power = (body * (np.clip(rays, 0.1, 2) * sweep)[None, :] * (1.05 - 0.16 * place)).astype(
        np.float32
    )
    rise = smooth(0.0, 0.42, up)[..., None]
    low, mid, high = (colour(code) for code in lights)
    tint = low + rise * (mid - low)
    tint += smooth(0.25, 0.6, up)[..., None] * (high - tint)
    return np.asarray(power[..., None] * tint, dtype=np.float32)


def _hills(canvas: Canvas, rgb: Field, shore: float, near: float) -> None:
    edge = canvas.edge / canvas.height
    rough = line(canvas, 2.2 + near, octaves=8, gain=0.5) if near < 1 else _firs(canvas)
    crest = shore - (0.085 - 0.06 * near) * edge - (0.05 if near < 1 else 0.03) * edge * rough
    paint = colour("#0b2233") * (1 - near) + colour("#03070c") * near
    mix(rgb, below(canvas, crest.astype(np.float32)), paint)


def _firs(canvas: Canvas) -> Field:
    """A line of tree tops: narrow spikes of uneven height."""
    x = np.arange(canvas.width, dtype=np.float32) / canvas.edge
    total = np.zeros(canvas.width, np.float32)
    for _ in range(int(150 * canvas.width / canvas.edge)):
        spot, tall = canvas.between(0, float(x[-1])), canvas.between(0.5, 1.9)
        total = np.maximum(total, tall * np.clip(1 - np.abs(x - spot) / (0.009 * tall), 0, 1))
    return total - 0.3


def _lake(canvas: Canvas, rgb: Field, shore: float) -> None:
    start = int(shore * canvas.height)
    rows = canvas.height - start
    near = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    ripple = fbm(canvas, 26, octaves=3, stretch=(9, 0.7), shape=(rows, canvas.width))
    shift = ripple * near * 0.035 * canvas.height
    mirror = start - 1 - np.arange(rows, dtype=np.float32)[:, None] * 0.95 + shift
    source = np.clip(mirror, 0, start - 1).astype(np.int32)
    columns = np.broadcast_to(np.arange(canvas.width)[None, :], source.shape)
    rgb[start:] = rgb[source, columns] * (0.62 - 0.22 * near)[..., None]
