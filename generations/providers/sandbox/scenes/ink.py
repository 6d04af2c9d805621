"""Ink let fall into water: pale paper, curling veils of colour."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import mix, smooth
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm, sample
from generations.providers.sandbox.palette import colour


def ink(canvas: Canvas) -> Painting:
    """Three veils, each torn by the same current."""
    rgb = np.ones((*canvas.shape, 3), np.float32) * (0.35 * canvas.palette.light + 0.65 * colour("#faf8f3"))
    current = _current(canvas)
    subject = np.zeros(canvas.shape, np.float32)
    codes = (canvas.palette.ramp[3], canvas.palette.accents[0], canvas.palette.ramp[1], canvas.palette.ramp[0])
    for code in codes:
        veil = _veil(canvas, current)
        rgb *= 1 - veil[..., None] * (1 - colour(code)) * 0.9
        subject = np.maximum(subject, veil)
    mix(rgb, 0.05 * smooth(0, 1, fbm(canvas, 40, octaves=2)), np.zeros(3, np.float32))
    return Painting(rgb=rgb, subject=np.clip(subject * 1.15, 0, 1))


def _current(canvas: Canvas) -> tuple[Field, Field]:
    pull = canvas.edge * canvas.between(0.16, 0.24)
    slow = fbm(canvas, 1.5, octaves=5, gain=0.5), fbm(canvas, 1.5, octaves=5, gain=0.5)
    x = np.arange(canvas.width, dtype=np.float32)[None, :] + pull * slow[0]
    y = np.arange(canvas.height, dtype=np.float32)[:, None] + pull * slow[1]
    return x, y


def _veil(canvas: Canvas, current: tuple[Field, Field]) -> Field:
    """A soft cloud, seen through the current: folded edges, thin sheets."""
    across, down = canvas.axes()
    x, y = canvas.between(-0.16, 0.16), canvas.between(-0.2, 0.16)
    far = np.hypot((across - x) * canvas.between(1.0, 1.6), (down - y) * canvas.between(0.7, 1.1))
    cloud = 1.1 - far / canvas.between(0.26, 0.42) + 0.5 * fbm(canvas, 2.0, octaves=3)
    bent = sample(cloud.astype(np.float32), *_held(canvas, current))
    sheets = np.abs(np.sin(bent * canvas.between(5, 8)))
    dense = smooth(0.0, 0.75, bent) * (0.3 + 0.7 * (1 - sheets) ** 1.6)
    return np.asarray(dense * 0.95, dtype=np.float32)


def _held(canvas: Canvas, current: tuple[Field, Field]) -> tuple[Field, Field]:
    x, y = current
    return np.clip(x, 0, canvas.width - 1.01), np.clip(y, 0, canvas.height - 1.01)
