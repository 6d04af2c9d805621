"""Liquid chrome: drops that melt into each other, mirroring an imagined room."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import cover, mix, smooth
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm, slopes, soften
from generations.providers.sandbox.palette import shade

MELT = 75.0  # how crisply drops stay apart


def chrome(canvas: Canvas) -> Painting:
    """A soft backdrop, a shadow, and the drops with their reflections."""
    square = _drops(canvas)
    along, down = slopes(square, canvas.edge)
    steep = np.maximum(np.hypot(along, down), 0.05)
    inside = cover(-square / steep, canvas.edge)
    rgb = _backdrop(canvas)
    _shadow(canvas, rgb, inside)
    mix(rgb, inside, _mirror(canvas, square, along, down))
    return Painting(rgb=rgb, subject=inside)


def _drops(canvas: Canvas) -> Field:
    """The squared height of spheres melted together; negative outside."""
    across, down = canvas.axes()
    wobble = 0.03 * fbm(canvas, 2.0, octaves=2)
    x, y = across + wobble, down - wobble
    total = np.full(canvas.shape, 1e-6, np.float32)
    first = (0.0, canvas.between(-0.04, 0.04), canvas.between(0.17, 0.22))
    spots = [first]
    for _ in range(5 + int(canvas.rng.integers(4))):
        turn, far = canvas.between(0, 6.283), canvas.between(0.17, 0.3)
        spots.append((far * np.cos(turn), far * np.sin(turn), canvas.between(0.05, 0.14)))
    for spot_x, spot_y, radius in spots:
        total += np.exp(MELT * (radius**2 - (x - spot_x) ** 2 - (y - spot_y) ** 2))
    return np.log(total) / MELT


def _backdrop(canvas: Canvas) -> Field:
    across, down = canvas.axes()
    far = np.hypot(across, down + 0.1)
    t = 0.99 - 0.22 * smooth(0.1, 0.95, far) + 0.01 * fbm(canvas, 1.2, octaves=3)
    tint = canvas.palette.lit(t)
    grey: Field = tint.mean(axis=2, keepdims=True)
    return tint * 0.45 + 0.55 * grey


def _shadow(canvas: Canvas, rgb: Field, inside: Field) -> None:
    step = canvas.edge // 24
    fallen = np.roll(soften(inside, canvas.edge * 0.04), step, axis=0)
    fallen[:step] = 0
    rgb *= (1 - 0.4 * fallen)[..., None]


def _mirror(canvas: Canvas, square: Field, along: Field, down: Field) -> Field:
    """The normals of the spheres look into a room: bright ceiling, dark horizon, warm floor."""
    high = np.sqrt(np.maximum(square, 1e-5))
    size = np.sqrt((along**2 + down**2) / 4 + high**2)
    u, v, flat = along / -2 / size, down / -2 / size, high / size
    swirl = 0.1 * fbm(canvas, 3.2, octaves=3)
    t = 0.5 + 0.44 * (v + 0.25 * u) + 0.6 * swirl * (0.4 + flat)
    palette = canvas.palette
    ceiling = (palette.ramp[2], palette.ramp[5], palette.ramp[5], palette.ramp[3], palette.ramp[1])
    floor = (palette.ramp[0], palette.accents[0], palette.ramp[4], palette.ramp[2], palette.ramp[0])
    rgb = shade((*ceiling, *floor), t)
    rgb *= (0.72 + 0.28 * smooth(0.05, 0.45, flat))[..., None]
    spark = smooth(0.93, 0.985, -0.4 * u - 0.55 * v + 0.735 * flat)
    mix(rgb, spark, np.ones(3, np.float32))
    return rgb
