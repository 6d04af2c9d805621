"""Last light on the sea: a low sun, long clouds and a path of glitter."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import below, disc, glow, mix, smooth, stars, vertical
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm, line, mirrored, sample


def sea(canvas: Canvas) -> Painting:
    """The sky above the horizon, its light broken up below."""
    horizon = canvas.between(0.46, 0.6)
    x = canvas.between(-0.28, 0.28) * canvas.width / canvas.edge
    rgb = _sky(canvas, horizon, x)
    _water(canvas, rgb, horizon, x)
    if canvas.rng.random() < 0.6:
        _headland(canvas, rgb, horizon)
    return Painting(rgb=rgb)


def _sky(canvas: Canvas, horizon: float, x: float) -> Field:
    down = vertical(canvas) / horizon
    cloud = fbm(canvas, 1.6, octaves=6, stretch=(4.0, 0.65))
    t = 0.24 + 0.72 * np.clip(down, 0, 1) ** 2.2 + 0.035 * cloud
    rgb = canvas.palette.lit(t.astype(np.float32))
    y = (horizon - 0.5) * canvas.height / canvas.edge - canvas.between(0.02, 0.14)
    warm = 0.5 * canvas.palette.accent(1) + 0.5 * canvas.palette.light
    mix(rgb, 0.85 * glow(canvas, x, y, 0.19), warm)
    veil = smooth(0.1, 0.85, cloud) * smooth(1.1, 0.5, down)
    mix(rgb, 0.4 * veil, canvas.palette.accent(0) * 0.6 + canvas.palette.light * 0.4)
    rgb += (0.3 * stars(canvas, 120, floor=horizon * 0.5))[..., None]
    mix(rgb, disc(canvas, x, y, canvas.between(0.05, 0.08)), 0.25 * warm + 0.75)
    return rgb


def _water(canvas: Canvas, rgb: Field, horizon: float, x: float) -> None:
    start = int(horizon * canvas.height)
    rows = canvas.height - start
    near = np.linspace(0.004, 1, rows, dtype=np.float32)[:, None]
    waves = _waves(canvas, near)
    across = canvas.axes()[0] - x
    path = np.exp(-((across / (0.05 + 0.22 * near)) ** 2))
    t = 0.5 - 0.4 * near**0.55 + 0.075 * waves
    water = canvas.palette.lit(t.astype(np.float32))
    spark = smooth(0.12, 0.75, waves + 0.85 * path - 0.55) * path
    warm = 0.35 * canvas.palette.accent(1) + 0.65 * canvas.palette.light
    mix(water, (spark * (1 - 0.35 * near)).astype(np.float32), warm)
    mix(
        water,
        0.55 * np.exp(-near * 26) * np.ones_like(path),
        canvas.palette.tone(0.8),
    )
    rgb[start:] = water


def _waves(canvas: Canvas, near: Field) -> Field:
    """Noise laid flat: squeezed towards the horizon, wide at our feet."""
    shape = 512, 512
    texture = fbm(canvas, 16, octaves=5, gain=0.6, stretch=(2.6, 0.8), shape=shape)
    far = 1 / (near + 0.045)
    tile = mirrored(texture)
    x = canvas.axes()[0] * far * 95 + 2048
    y = np.broadcast_to(far * 210, x.shape)
    return sample(tile, x.astype(np.float32), y.astype(np.float32))


def _headland(canvas: Canvas, rgb: Field, horizon: float) -> None:
    side = -1 if canvas.rng.random() < 0.5 else 1
    slope = side * canvas.axes()[0][0] * canvas.edge / canvas.width
    rise = np.clip(slope - 0.12, 0, 1) * 0.4 * canvas.edge / canvas.height
    crest = horizon + 0.002 - rise * (1 + 0.35 * line(canvas, 2.6, octaves=7, gain=0.5))
    shore = smooth(horizon + 0.004, horizon + 0.001, vertical(canvas))
    mask = below(canvas, crest.astype(np.float32)) * shore * (slope > 0.12)
    mix(rgb, 0.92 * mask.astype(np.float32), canvas.palette.tone(0.12))
