"""Liquid chrome: drops that melt into each other, mirroring an imagined room."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import mix, smooth
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm, slopes, soften
from generations.providers.sandbox.palette import shade


def chrome(canvas: Canvas) -> Painting:
    """A soft backdrop, a shadow, and the drops with their reflections."""
    field = _drops(canvas)
    inside = smooth(0.985, 1.015, field)
    rgb = _backdrop(canvas)
    _shadow(canvas, rgb, inside)
    mix(rgb, inside, _mirror(canvas, field))
    return Painting(rgb=rgb, subject=inside)


def _drops(canvas: Canvas) -> Field:
    across, down = canvas.axes()
    wobble = 0.022 * fbm(canvas, 2.2, octaves=2)
    total = np.zeros(canvas.shape, np.float32)
    spots = [(0.0, 0.0, canvas.between(0.13, 0.17))]
    for _ in range(5 + int(canvas.rng.integers(4))):
        turn, far = canvas.between(0, 6.283), canvas.between(0.13, 0.27)
        spots.append((far * np.cos(turn), far * np.sin(turn), canvas.between(0.045, 0.105)))
    for x, y, radius in spots:
        square = (across - x + wobble) ** 2 + (down - y - wobble) ** 2
        total += radius**2 / (square + 0.002)
    return total


def _backdrop(canvas: Canvas) -> Field:
    across, down = canvas.axes()
    far = np.hypot(across, down + 0.1)
    t = 0.98 - 0.3 * smooth(0.1, 0.95, far) + 0.01 * fbm(canvas, 1.2, octaves=3)
    grey = canvas.palette.lit(t.astype(np.float32))
    return np.asarray(grey * 0.6 + 0.4 * grey.mean(axis=2, keepdims=True), dtype=np.float32)


def _shadow(canvas: Canvas, rgb: Field, inside: Field) -> None:
    step = canvas.edge // 28
    fallen = np.roll(soften(inside, canvas.edge * 0.035), step, axis=0)
    fallen[:step] = 0
    rgb *= (1 - 0.4 * fallen)[..., None]


def _mirror(canvas: Canvas, field: Field) -> Field:
    """The normals of a rounded surface look into a striped room."""
    high = np.sqrt(np.clip(1 - 1 / np.maximum(field, 1), 0, 1)) * 0.34
    along, down = slopes(soften(high, canvas.edge / 300), canvas.edge)
    flat = 1 / np.sqrt(1 + along**2 + down**2)
    u, v = along * flat, down * flat
    swirl = fbm(canvas, 2.4, octaves=3)
    t = 0.5 + 0.5 * np.sin(5.2 * v + 2.4 * u + 1.3 * swirl + canvas.between(0, 6))
    palette = canvas.palette
    stops = (palette.ramp[0], palette.ramp[1], palette.ramp[-1], palette.accents[0], palette.ramp[1])
    rgb = shade((*stops, palette.ramp[-1]), t.astype(np.float32))
    spark = smooth(0.965, 0.995, -0.45 * u - 0.62 * v + 0.64 * flat)
    mix(rgb, spark, np.ones(3, np.float32))
    rgb *= (0.62 + 0.38 * smooth(0.2, 0.75, flat))[..., None]
    return rgb
