"""The few strokes every scene uses: cover, mix, glow, stars and grain."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from generations.providers.sandbox.canvas import Canvas, Field


def smooth(low: float, high: float, value: Field) -> Field:
    """0 below low, 1 above high, an easy curve between; low may be the larger."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def cover(distance: Field, edge: int) -> Field:
    """How much of each pixel lies inside a shape; distance in short edges, negative inside."""
    return np.asarray(np.clip(0.5 - distance * edge, 0, 1), dtype=np.float32)


def mix(rgb: Field, mask: Field, paint: Field) -> None:
    """Lays paint (one colour, or one for each pixel) over rgb where the mask says, in place."""
    rgb += mask[..., None] * (paint - rgb)


def below(canvas: Canvas, crest: Field) -> Field:
    """1 under the line `crest` (0 at the top, 1 at the bottom), soft by one pixel."""
    rows = np.arange(canvas.height, dtype=np.float32)[:, None]
    return np.clip(rows - crest[None, :] * canvas.height + 0.5, 0, 1).astype(np.float32)


def disc(canvas: Canvas, x: float, y: float, radius: float) -> Field:
    """A round spot; all in short edges from the middle."""
    across, down = canvas.axes()
    return cover(np.hypot(across - x, down - y) - radius, canvas.edge)


def glow(canvas: Canvas, x: float, y: float, radius: float) -> Field:
    """Light around a point: 1 there, fading like haze."""
    across, down = canvas.axes()
    square = (across - x) ** 2 + (down - y) ** 2
    return np.asarray(1 / (1 + square / radius**2), dtype=np.float32)


def vertical(canvas: Canvas) -> Field:
    """0 at the top row, 1 at the bottom row: height x 1."""
    return np.linspace(0, 1, canvas.height, dtype=np.float32)[:, None]


def stars(canvas: Canvas, count: int, *, floor: float = 1.0) -> Field:
    """Small lights scattered above `floor` (0 top, 1 bottom), most of them faint."""
    scale = canvas.edge / 1024
    image = Image.new("L", (canvas.width * 2, canvas.height * 2))
    pen = ImageDraw.Draw(image)
    for x, y, luck in canvas.rng.uniform(0, 1, (count, 3)).tolist():
        radius = max(0.7, (0.6 + 1.9 * luck**12) * scale) * 1.4
        px, py = x * canvas.width * 2, y * floor * canvas.height * 2
        pen.ellipse((px - radius, py - radius, px + radius, py + radius), int(70 + 185 * luck**3))
    small = image.reduce(2)
    return np.asarray(small, dtype=np.float32) / 255


def grain(rgb: Field, rng: np.random.Generator, strength: float) -> None:
    """Film grain over everything, in place: alive, and no banding."""
    rows, columns = rgb.shape[:2]
    speck = rng.standard_normal((rows, columns), dtype=np.float32) * np.float32(strength)
    rgb += speck[..., None]
