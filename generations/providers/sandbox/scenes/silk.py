"""Folds of silk under one lamp."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm, mirrored, sample, slopes


def silk(canvas: Canvas) -> Painting:
    """A creased surface, shaded by its slopes: broad light, soft sheen, deep folds."""
    height = _folds(canvas)
    along, down = slopes(height, canvas.edge)
    turn = canvas.between(0, 2 * np.pi)
    flat = 1 / np.sqrt(1 + 0.045 * (along**2 + down**2))
    lit = (along * np.float32(np.cos(turn)) + down * np.float32(np.sin(turn))) * flat * 0.212
    sheen = np.clip(1 - np.abs(lit - 0.55) * 2.6, 0, 1) ** 2
    t = 0.37 + 0.46 * lit + 0.1 * height + 0.34 * sheen * (0.4 + 0.6 * flat)
    return Painting(rgb=canvas.palette.lit(np.clip(t, 0.02, 0.97).astype(np.float32)))


def _folds(canvas: Canvas) -> Field:
    """Waves of cloth, bent twice by slow noise."""
    scale, pull = canvas.between(1.2, 1.9), canvas.between(0.24, 0.36) * canvas.edge
    one, two = (fbm(canvas, scale, octaves=3, gain=0.4) for _ in range(2))
    crease = np.sqrt(fbm(canvas, scale * 2.1, octaves=3, gain=0.36) ** 2 + 0.004)
    x = np.arange(canvas.width, dtype=np.float32)[None, :] + pull * one
    y = np.arange(canvas.height, dtype=np.float32)[:, None] + pull * two
    bent = sample(mirrored(crease), x, y)
    wave = np.sin((x * 0.55 + y * 0.83) / canvas.edge * canvas.between(7, 11) + 2.2 * two)
    return np.asarray(0.62 * bent + 0.13 * wave + 0.3 * one, dtype=np.float32)
