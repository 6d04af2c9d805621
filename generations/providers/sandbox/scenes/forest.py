"""Conifers in fog: rows of trees, paler with every step back."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from generations.providers.sandbox.brush import disc, glow, mix, smooth, vertical
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm


def forest(canvas: Canvas) -> Painting:
    """Five rows of trees with fog between their feet."""
    rgb = _sky(canvas)
    rows = 5
    for row in range(rows):
        near = row / (rows - 1)
        trees = _row(canvas, near)
        fog = smooth(0.45 + 0.3 * near, 1.05, vertical(canvas)) * (0.34 - 0.24 * near)
        t = 0.72 * (1 - near) ** 1.1 + 0.02 + fog
        mix(rgb, trees, canvas.palette.lit(t.astype(np.float32)))
        drift = smooth(-0.3, 0.9, fbm(canvas, 1.6, octaves=4, stretch=(3, 0.8)))
        haze = drift * smooth(0.35, 0.85, vertical(canvas)) * 0.42 * (1 - near)
        mix(rgb, haze, canvas.palette.tone(0.9))
    return Painting(rgb=rgb)


def _sky(canvas: Canvas) -> Field:
    t = 0.74 + 0.24 * vertical(canvas) + 0.03 * fbm(canvas, 1, octaves=4, stretch=(3, 0.7))
    rgb = canvas.palette.lit(t.astype(np.float32))
    x, y = canvas.between(-0.3, 0.3), canvas.between(-0.3, -0.1)
    mix(rgb, 0.8 * glow(canvas, x, y, 0.2), canvas.palette.light * 0.5 + 0.5)
    mix(rgb, 0.85 * disc(canvas, x, y, 0.055), canvas.palette.light * 0.2 + 0.8)
    return rgb


def _row(canvas: Canvas, near: float) -> Field:
    size = canvas.width * 2, canvas.height * 2
    sheet = Image.new("L", size)
    pen = ImageDraw.Draw(sheet)
    unit = canvas.edge * 2
    ground = size[1] * (0.72 + 0.36 * near)
    pen.rectangle((0, min(ground, size[1]), size[0], size[1]), 255)
    gap = unit * (0.03 + 0.075 * near**1.2)
    x = -gap * canvas.between(0, 1)
    while x < size[0] + gap:
        tall = unit * (0.2 + 0.55 * near) * canvas.between(0.6, 1.15)
        _tree(canvas, pen, x, ground + unit * 0.02, tall)
        x += gap * canvas.between(0.5, 1.7)
    return np.asarray(sheet.reduce(2), dtype=np.float32) / 255


def _tree(canvas: Canvas, pen: ImageDraw.ImageDraw, x: float, foot: float, tall: float) -> None:
    """A trunk and boughs that droop, each tier a little wider and never quite even."""
    slim = canvas.between(0.15, 0.21)
    tiers = 16 + 6 * canvas.detail
    pen.rectangle((x - tall * 0.008, foot - tall, x + tall * 0.008, foot), 255)
    jitter = canvas.rng.uniform(0.7, 1.15, (tiers, 2)).tolist()
    for tier in range(tiers):
        down = (tier + 0.6) / tiers
        y = foot - tall * (1 - 0.93 * down)
        high = tall / tiers
        left, right = (tall * slim * down**0.85 * wide for wide in jitter[tier])
        droop = high * (0.5 + 0.9 * down)
        middle = (x, y + high * 0.55)
        pen.polygon(
            [(x, y - high * 0.9), (x + right, y + droop), middle, (x - left, y + droop)], 255
        )
