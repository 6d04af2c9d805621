"""A map of an imagined land: contour lines, hill shading and water."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import mix, smooth
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm, slopes


def contour(canvas: Canvas) -> Painting:
    """Height gives the colour, slope the shade, level steps the lines."""
    height = fbm(canvas, canvas.between(1.3, 2.3), octaves=7, gain=0.46)
    along, down = slopes(height, canvas.edge)
    sea = canvas.between(-0.55, -0.1)
    t = np.clip(0.46 + 0.4 * (height - sea) / (1.3 - sea), 0.3, 1)
    rgb = canvas.palette.lit(t.astype(np.float32)) * 0.82 + 0.16
    shade = np.clip((along + down) * -0.026, -0.24, 0.24)
    rgb *= (1 + shade)[..., None]
    _water(canvas, rgb, height, sea)
    _lines(canvas, rgb, height, np.hypot(along, down), sea)
    return Painting(rgb=rgb, subject=smooth(sea - 0.004, sea + 0.004, height))


def _water(canvas: Canvas, rgb: Field, height: Field, sea: float) -> None:
    deep = np.clip((sea - height) / 0.7, 0, 1)
    shore = canvas.palette.accent(1) * 0.35 + canvas.palette.lit(np.float32([0.42]))[0] * 0.65
    paint = shore + deep[..., None] * (canvas.palette.dark * 0.9 + 0.06 - shore)
    mix(rgb, smooth(sea + 0.003, sea - 0.003, height), paint.astype(np.float32))


def _lines(canvas: Canvas, rgb: Field, height: Field, steep: Field, sea: float) -> None:
    step = 0.105
    level = (height - sea) / step
    far = np.abs(level - np.round(level)) * step / np.maximum(steep, 0.4) * canvas.edge
    bold = np.round(level) % 5 == 0
    width = canvas.edge / 1024 * np.where(bold, 1.5, 0.8)
    ink = np.clip(width + 0.5 - far, 0, 1) * np.where(bold, 0.75, 0.45)
    ink = ink * np.where(height < sea, 0.4, 1)
    mix(rgb, ink.astype(np.float32), canvas.palette.dark)
