"""Cut paper: sheets stacked above each other, each with a hole that shows the next."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import cover, mix
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm, slopes, soften


def papercut(canvas: Canvas) -> Painting:
    """From the bottom sheet up: each casts a soft shadow on the one below."""
    depth = _valley(canvas)
    count = 7 + int(canvas.rng.integers(3))
    up = canvas.rng.random() < 0.7
    rgb = np.ones((*canvas.shape, 3), np.float32) * _paper(canvas, 0, count, up)
    fibre = fbm(canvas, 60, octaves=3, gain=0.8)
    for sheet in range(1, count):
        inside = _sheet(canvas, depth, sheet / count)
        _shadow(canvas, rgb, inside)
        paint = _paper(canvas, sheet, count, up) * (1 + 0.02 * fibre)[..., None]
        mix(rgb, inside, paint.astype(np.float32))
    return Painting(rgb=rgb)


def _valley(canvas: Canvas) -> Field:
    """How far out a place lies: 0 in the opening, 1 at the rim, edges wandering."""
    across, down = canvas.axes()
    x, y = canvas.between(-0.12, 0.12), canvas.between(-0.1, 0.14)
    wide, high = canvas.width / canvas.edge, canvas.height / canvas.edge
    far = np.hypot((across - x) / wide, (down - y) / high) * 1.75
    wander = fbm(canvas, canvas.between(1.4, 2.6), octaves=4, gain=0.42)
    return np.asarray(far + 0.17 * wander, dtype=np.float32)


def _sheet(canvas: Canvas, depth: Field, level: float) -> Field:
    own = depth + 0.05 * fbm(canvas, 3, octaves=2)
    along, down = slopes(own, canvas.edge)
    rise = np.maximum(np.hypot(along, down), 0.5)
    return cover((level * 1.02 - own + 0.04) / rise, canvas.edge)


def _paper(canvas: Canvas, sheet: int, count: int, up: bool) -> Field:
    place = sheet / (count - 1)
    t = 1 - 0.93 * place if up else 0.06 + 0.9 * place
    return canvas.palette.tone(t)


def _shadow(canvas: Canvas, rgb: Field, inside: Field) -> None:
    """The upper sheet's shade, fallen down and to the right."""
    step = max(1, canvas.edge // 90)
    fallen = np.roll(soften(inside, canvas.edge * 0.016), (step, step // 2), axis=(0, 1))
    fallen[:step], fallen[:, : step // 2] = fallen[step], fallen[:, step // 2][:, None]
    rgb *= (1 - 0.55 * fallen)[..., None]
