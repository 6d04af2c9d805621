"""A dahlia: petals on the golden angle, laid from the rim to the heart."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import cover, disc, glow, mix, smooth
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm

GOLDEN = np.pi * (3 - 5**0.5)


def flower(canvas: Canvas) -> Painting:
    """Each petal is painted in its own small window, so hundreds stay cheap."""
    rgb = _ground(canvas)
    subject = np.zeros(canvas.shape, np.float32)
    count = (170, 300, 420)[canvas.detail] - int(canvas.rng.integers(60))
    reach, slim = canvas.between(0.33, 0.385), canvas.between(0.3, 0.48)
    x, y = canvas.between(-0.05, 0.05), canvas.between(-0.05, 0.05)
    spin, heart = canvas.between(0, 6.3), canvas.between(0.0, 0.3)
    core = disc(canvas, x, y, 0.04)
    mix(rgb, core, canvas.palette.tone(0.16 + 0.5 * heart))
    np.maximum(subject, core, out=subject)
    for petal in range(count, 0, -1):
        out = (petal / count) ** 0.62
        length = (0.05 + 0.12 * out) * (1 + canvas.between(-0.06, 0.06))
        angle = petal * GOLDEN + spin + canvas.between(-0.05, 0.05)
        root = reach * out - 0.35 * length
        spot = x + root * np.cos(angle), y + root * np.sin(angle)
        tone = heart + (0.84 - heart) * out + canvas.between(-0.05, 0.05)
        _petal(canvas, rgb, subject, spot, angle, length, slim, tone)
    return Painting(rgb=rgb, subject=subject)


def _ground(canvas: Canvas) -> Field:
    cloud = fbm(canvas, 1.0, octaves=3)
    t = 0.05 + 0.2 * glow(canvas, -0.2, -0.25, 0.6) ** 2 + 0.03 * cloud
    return canvas.palette.lit(t.astype(np.float32)) * np.float32(0.75)


def _petal(
    canvas: Canvas,
    rgb: Field,
    subject: Field,
    spot: tuple[float, float],
    angle: float,
    length: float,
    slim: float,
    tone: float,
) -> None:
    middle = spot[0] + 0.5 * length * np.cos(angle), spot[1] + 0.5 * length * np.sin(angle)
    window = _window(canvas, middle, length * 0.72)
    if window is None:
        return
    across, down = canvas.axes()
    x, y = across[:, window[1]] - spot[0], down[window[0]] - spot[1]
    along = (x * np.cos(angle) + y * np.sin(angle)) / length
    side = (y * np.cos(angle) - x * np.sin(angle)) / length
    bulge = slim * np.sqrt(np.clip(along, 0, 1)) * np.sqrt(np.clip(1.04 - along, 0, 1)) * 1.25
    edge = (np.abs(side) - bulge).astype(np.float32)
    mask = cover(edge * length, canvas.edge) * (along > 0) * (along < 1.03)
    shade = smooth(0.16, -0.02, edge) * smooth(-0.1, 0.3, along) * smooth(1.24, 0.9, along)
    part = rgb[window]
    part *= (1 - 0.42 * shade)[..., None]
    light = 0.52 + 0.5 * np.clip(along, 0, 1.05) - 0.75 * np.abs(side) / slim * 0.5
    fold = 0.1 * smooth(0.05, 0.0, np.abs(side)) * (along < 0.85)
    t = 0.14 + 0.6 * tone + 0.3 * (light - 0.5) - fold
    part += mask[..., None] * (canvas.palette.lit(t.astype(np.float32)) - part)
    np.maximum(subject[window], mask, out=subject[window])


def _window(canvas: Canvas, spot: tuple[float, float], reach: float) -> tuple[slice, slice] | None:
    """The pixels around a petal, or None when it lies outside the sheet."""
    column, row = (
        spot[0] * canvas.edge + canvas.width / 2,
        spot[1] * canvas.edge + canvas.height / 2,
    )
    far = reach * canvas.edge
    left, right = max(0, int(column - far)), min(canvas.width, int(column + far) + 1)
    top, low = max(0, int(row - far)), min(canvas.height, int(row + far) + 1)
    return (slice(top, low), slice(left, right)) if right > left and low > top else None
