"""Marbled paper: veins of colour folded into each other."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import mix, smooth
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm, mirrored, sample, slopes
from generations.providers.sandbox.palette import shade


def marble(canvas: Canvas) -> Painting:
    """Two foldings of one noise, coloured in bands and lit like wet paint."""
    height = _folded(canvas)
    bands = canvas.between(1.3, 2.4)
    t = 0.5 + 0.5 * np.sin(height * np.pi * bands + canvas.between(0, 6))
    stops = (*canvas.palette.ramp[1:], canvas.palette.accents[0], canvas.palette.ramp[0])
    order = np.roll(np.arange(len(stops)), int(canvas.rng.integers(len(stops))))
    rgb = shade([stops[place] for place in order], t.astype(np.float32))
    _veins(canvas, rgb, height)
    return Painting(rgb=rgb)


def _folded(canvas: Canvas) -> Field:
    scale = canvas.between(1.2, 1.9)
    one, two = fbm(canvas, scale, octaves=5), fbm(canvas, scale, octaves=5)
    pull = canvas.edge * canvas.between(0.26, 0.4)
    x = np.arange(canvas.width, dtype=np.float32)[None, :]
    y = np.arange(canvas.height, dtype=np.float32)[:, None]
    once = sample(mirrored(two), x + pull * one, y - pull * two)
    source = fbm(canvas, scale * 1.1, octaves=5)
    return sample(mirrored(source), x + pull * 1.2 * once, y + pull * 0.9 * one)


def _veins(canvas: Canvas, rgb: Field, height: Field) -> None:
    along, down = slopes(height, canvas.edge)
    relief = np.clip((along - down) * 0.012, -0.16, 0.2)
    rgb += relief[..., None]
    gold = smooth(0.035, 0.0, np.abs(height - canvas.between(-0.2, 0.2)))
    mix(rgb, 0.75 * gold, canvas.palette.accent(2))
