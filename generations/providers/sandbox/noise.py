"""Smooth chance: layered noise that looks the same at every size."""

from __future__ import annotations

from math import ceil

import numpy as np
from PIL import Image, ImageFilter

from generations.providers.sandbox.canvas import Canvas, Field


def fbm(
    canvas: Canvas,
    cells: float,  # lattice cells along the short edge
    *,
    octaves: int = 5,
    gain: float = 0.5,  # how loud the next octave is
    stretch: tuple[float, float] = (1.0, 1.0),  # fewer cells along x, along y
    shape: tuple[int, int] | None = None,
    fold: bool = False,  # creases instead of hills
) -> Field:
    """Layered noise over the sheet, about -1 to 1."""
    rng = np.random.default_rng(canvas.rng.integers(2**32))
    rows, columns = shape or canvas.shape
    edge = min(rows, columns)
    total = np.zeros((rows, columns), np.float32)
    loud = 1.0
    for _ in range(octaves):
        if cells > edge / 2:
            break
        across, down = cells * columns / edge / stretch[0], cells * rows / edge / stretch[1]
        layer = lattice(rng, rows, columns, across, down)
        total += loud * (1 - 2 * np.abs(layer) if fold else layer)
        loud, cells = loud * gain, cells * 2.03
    return total


def lattice(rng: np.random.Generator, rows: int, columns: int, across: float, down: float) -> Field:
    """One octave: random points, joined by cubic curves."""
    size = ceil(across) + 4, ceil(down) + 4
    offset = rng.uniform(0, 1, 2)
    points = rng.uniform(-1, 1, (size[1], size[0])).astype(np.float32)
    left, top = 1 + float(offset[0]), 1 + float(offset[1])
    box = (left, top, left + across, top + down)
    grown = Image.fromarray(points).resize((columns, rows), Image.Resampling.BICUBIC, box=box)
    return np.asarray(grown, dtype=np.float32)


def line(canvas: Canvas, cells: float, *, octaves: int = 6, gain: float = 0.5) -> Field:
    """One wandering line across the sheet: a value for each column, about -1 to 1."""
    rng = np.random.default_rng(canvas.rng.integers(2**32))
    x = np.arange(canvas.width, dtype=np.float32) / canvas.edge
    total = np.zeros(canvas.width, np.float32)
    loud = 1.0
    for _ in range(octaves):
        total += loud * _gradient(rng, x * cells + float(rng.uniform(0, 1)))
        loud, cells = loud * gain, cells * 2.03
    return total


def _gradient(rng: np.random.Generator, x: Field) -> Field:
    slopes = rng.uniform(-2, 2, int(x[-1]) + 3).astype(np.float32)
    whole = x.astype(np.int32)
    part = x - whole
    ease = part * part * part * (part * (part * 6 - 15) + 10)
    left, right = slopes[whole] * part, slopes[whole + 1] * (part - 1)
    return np.asarray(left + ease * (right - left), dtype=np.float32)


def sample(texture: Field, x: Field, y: Field) -> Field:
    """The texture read at x, y (in pixels of its own), smooth between pixels, wrapping round."""
    rows, columns = texture.shape
    left, top = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    across, down = x - left, y - top
    left, right = left % columns, (left + 1) % columns
    top, low = (top % rows) * columns, ((top + 1) % rows) * columns
    flat = texture.ravel()
    upper, lower = flat[top + left], flat[low + left]
    upper += across * (flat[top + right] - upper)
    lower += across * (flat[low + right] - lower)
    return np.asarray(upper + down * (lower - upper), dtype=np.float32)


def soften(field: Field, radius: float) -> Field:
    """The field, blurred; radius in pixels."""
    image = Image.fromarray(np.clip(field * 255, 0, 255).astype(np.uint8))
    blurred = image.filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(blurred, dtype=np.float32) / 255


def slopes(height: Field, edge: int) -> tuple[Field, Field]:
    """How steeply the height rises along x and y, per short edge."""
    along, down = np.empty_like(height), np.empty_like(height)
    along[:, 1:-1] = height[:, 2:] - height[:, :-2]
    along[:, 0], along[:, -1] = along[:, 1], along[:, -2]
    down[1:-1] = height[2:] - height[:-2]
    down[0], down[-1] = down[1], down[-2]
    return along * np.float32(edge / 2), down * np.float32(edge / 2)


def mirrored(texture: Field) -> Field:
    """Twice as wide and high, so that reading past an edge shows no seam."""
    wide = np.concatenate([texture, texture[:, ::-1]], axis=1)
    return np.concatenate([wide, wide[::-1]], axis=0)
