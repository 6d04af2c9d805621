"""A map of an imagined land: contour lines, hill shading and water."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import mix, smooth
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm, slopes
from generations.providers.sandbox.palette import colour

WATERS = (("#86c5bb", "#12465c"), ("#9fc3d6", "#24406f"), ("#b9d3c4", "#2c6470"))  # shore, depth


def contour(canvas: Canvas) -> Painting:
    """Height gives the colour, slope the shade, level steps the lines."""
    height = fbm(canvas, canvas.between(1.3, 2.3), octaves=7, gain=0.46)
    along, down = slopes(height, canvas.edge)
    sea = canvas.between(-0.55, -0.1)
    t = np.clip(0.44 + 0.56 * (height - sea) / (1.3 - sea), 0.3, 1)
    rgb = canvas.palette.lit(t.astype(np.float32)) * 0.88 + 0.1
    shade = np.clip((along + down) * -0.026, -0.24, 0.24)
    rgb *= (1 + shade)[..., None]
    _water(canvas, rgb, height, sea)
    _lines(canvas, rgb, height, np.hypot(along, down), sea)
    return Painting(rgb=rgb)


def _water(canvas: Canvas, rgb: Field, height: Field, sea: float) -> None:
    deep = np.clip((sea - height) / 0.7, 0, 1)
    shore, abyss = (colour(code) for code in WATERS[int(canvas.rng.integers(len(WATERS)))])
    paint = shore + deep[..., None] * (abyss - shore)
    mix(rgb, smooth(sea + 0.003, sea - 0.003, height), paint.astype(np.float32))


def _lines(canvas: Canvas, rgb: Field, height: Field, steep: Field, sea: float) -> None:
    step = 0.085
    level = (height - sea) / step
    far = np.abs(level - np.round(level)) * step / np.maximum(steep, 0.4) * canvas.edge
    bold = np.round(level) % 5 == 0
    width = canvas.edge / 1024 * np.where(bold, 1.5, 0.8)
    ink = np.clip(width + 0.5 - far, 0, 1) * np.where(bold, 0.75, 0.5)
    ink = ink * np.where(height < sea, 0.4, 1)
    mix(rgb, ink.astype(np.float32), canvas.palette.dark)
