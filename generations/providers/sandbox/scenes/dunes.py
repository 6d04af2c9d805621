"""Sand dunes under a clear sky: sharp crests, a lit side and a long shadow."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import below, disc, glow, mix, smooth, vertical
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm, line


def dunes(canvas: Canvas) -> Painting:
    """Four or five dunes, the nearest the largest."""
    horizon = canvas.between(0.36, 0.48)
    rgb = _sky(canvas, horizon)
    count = 4 + int(canvas.rng.integers(2))
    side = 1 if canvas.rng.random() < 0.5 else -1
    for layer in range(count):
        _dune(canvas, rgb, layer / (count - 1), horizon, side)
    return Painting(rgb=rgb)


def _sky(canvas: Canvas, horizon: float) -> Field:
    down = np.clip(vertical(canvas) / horizon, 0, 1)
    haze = fbm(canvas, 0.8, octaves=3, stretch=(3, 0.7)) * 0.02
    tint = canvas.palette.accent(1) * 0.75 + 0.1
    rgb = np.broadcast_to(tint, (*canvas.shape, 3)).astype(np.float32)
    mix(rgb, smooth(0, 1.05, down + haze), canvas.palette.light)
    x = canvas.between(-0.4, 0.4) * canvas.width / canvas.edge
    y = (horizon - 0.16 - 0.5) * canvas.height / canvas.edge
    mix(rgb, 0.5 * glow(canvas, x, y, 0.15), canvas.palette.light * 0.4 + 0.6)
    mix(rgb, 0.9 * disc(canvas, x, y, 0.05), canvas.palette.light * 0.3 + 0.7)
    return rgb


def _dune(canvas: Canvas, rgb: Field, near: float, horizon: float, side: int) -> None:
    edge = canvas.edge / canvas.height
    base = horizon + 0.05 + 0.36 * near**1.2
    crest = base - (0.05 + 0.13 * near) * edge * line(canvas, 1.5 - 0.5 * near, octaves=2, gain=0.3)
    depth = (vertical(canvas) - crest[None, :]) / edge
    shadow = _shadow(canvas, depth, side, near)
    ripple = _ripples(canvas, depth, near)
    t = 0.84 - 0.16 * near - 0.22 * np.clip(depth, 0, 1) + ripple * (1 - 0.6 * shadow)
    t = t + 0.1 * (1 - near) - shadow * (0.46 - 0.2 * (1 - near))
    mix(rgb, below(canvas, crest.astype(np.float32)), canvas.palette.lit(t.astype(np.float32)))


def _shadow(canvas: Canvas, depth: Field, side: int, near: float) -> Field:
    """The slip face: between the crest and a winding foot that swings away from the sun."""
    reach = 0.16 + 0.3 * near
    foot = reach * (0.35 + 0.9 * line(canvas, 1.1, octaves=3, gain=0.35))
    lean = side * 0.25 * canvas.axes()[0]
    edge = foot[None, :] + lean * reach
    wobble = 0.012 * fbm(canvas, 5, octaves=3)
    return smooth(0.008 + 0.03 * near, -0.004, depth - edge + wobble)


def _ripples(canvas: Canvas, depth: Field, near: float) -> Field:
    if canvas.detail == 0:
        return np.zeros((1, 1), np.float32)
    across, down = canvas.axes()
    warp = fbm(canvas, 2.5, octaves=3)
    lines = np.sin((down * 150 + across * 34 + 9 * warp) / (0.6 + near))
    return np.asarray(lines * 0.016 * (0.25 + near), dtype=np.float32)
