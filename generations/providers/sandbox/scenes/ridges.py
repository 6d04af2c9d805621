"""Mountain ridges fading into mist, with a low sun or a moon."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import below, disc, glow, mix, smooth, vertical
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm, line


def ridges(canvas: Canvas) -> Painting:
    """Five to eight layers, each darker and rougher than the one behind."""
    horizon = canvas.between(0.34, 0.5)
    rgb = _sky(canvas, horizon)
    count = 5 + int(canvas.rng.integers(4))
    land = np.zeros(canvas.shape, np.float32)
    for layer in range(count):
        near = layer / (count - 1)
        land = np.maximum(land, _layer(canvas, rgb, near, horizon))
    return Painting(rgb=rgb)


def _sky(canvas: Canvas, horizon: float) -> Field:
    down = vertical(canvas)
    cloud = fbm(canvas, 1.2, octaves=4, stretch=(3.5, 0.6))
    t = 0.42 + 0.56 * np.clip(down / (horizon + 0.12), 0, 1) ** 1.3 + 0.025 * cloud
    rgb = canvas.palette.lit(t.astype(np.float32))
    x = canvas.between(-0.45, 0.45) * canvas.width / canvas.edge
    y = (horizon - canvas.between(0.06, 0.2) - 0.5) * canvas.height / canvas.edge
    warm = canvas.palette.accent(2)
    mix(rgb, 0.75 * glow(canvas, x, y, 0.22), warm)
    mix(rgb, disc(canvas, x, y, canvas.between(0.045, 0.085)), 0.35 * warm + 0.65)
    return rgb


def _layer(canvas: Canvas, rgb: Field, near: float, horizon: float) -> Field:
    edge = canvas.edge / canvas.height
    base = horizon + (0.97 - horizon) * near**1.25
    height = (0.075 + 0.07 * near) * edge
    wander = line(canvas, 1.6 + 1.4 * near, octaves=8, gain=0.47)
    sharp = 0.5 - np.abs(line(canvas, 2.2 + near, octaves=7, gain=0.46))
    crest = (base - height * (1.1 * wander + 0.9 * sharp)).astype(np.float32)
    mask = below(canvas, crest)
    depth = np.clip((vertical(canvas) - crest[None, :]) / (0.24 * edge), 0, 1)
    t = 0.78 * (1 - near) ** 1.15 + 0.015 + (0.17 - 0.1 * near) * smooth(0, 1, depth)
    mix(rgb, mask, canvas.palette.lit(t))
    return mask
