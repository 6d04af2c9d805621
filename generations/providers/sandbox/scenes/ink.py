"""Ink let fall into water: pale paper, curling veils of colour."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import smooth
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm, mirrored, sample
from generations.providers.sandbox.palette import colour


def ink(canvas: Canvas) -> Painting:
    """Five veils, each torn by the same current."""
    paper = 0.35 * canvas.palette.light + 0.65 * colour("#faf8f3")
    rgb = np.ones((*canvas.shape, 3), np.float32) * paper
    current, subject = _current(canvas), np.zeros(canvas.shape, np.float32)
    ramp, accents = canvas.palette.ramp, canvas.palette.accents
    for code in (ramp[3], accents[0], accents[1], ramp[2], ramp[1]):
        veil = _veil(canvas, current)
        rgb *= 1 - veil[..., None] * (1 - colour(code))
        subject = np.maximum(subject, veil)
    return Painting(rgb=rgb, subject=np.clip(subject * 1.2, 0, 1) * _margin(canvas))


def _margin(canvas: Canvas) -> Field:
    """Fades towards the rim, so that a veil cut out never ends in a straight line."""
    across, down = canvas.axes()
    x, y = np.abs(across) * canvas.edge / canvas.width, np.abs(down) * canvas.edge / canvas.height
    return smooth(0.5, 0.38, x) * smooth(0.5, 0.38, y)


def _current(canvas: Canvas) -> tuple[Field, Field]:
    """Where each place looks: bent once, and once more by the bent."""
    pull = canvas.edge * canvas.between(0.2, 0.28)
    x = np.arange(canvas.width, dtype=np.float32)[None, :]
    y = np.arange(canvas.height, dtype=np.float32)[:, None]
    one, two = (fbm(canvas, 1.5, octaves=4, gain=0.45) for _ in range(2))
    twice = sample(mirrored(two), x + pull * one, y + pull * two)
    return x + pull * (0.6 * one + 0.7 * twice), y + pull * (twice - 0.6 * two)


def _veil(canvas: Canvas, current: tuple[Field, Field]) -> Field:
    """A plume seen through the current: a soft body with thin bright sheets in it."""
    across, down = canvas.axes()
    x, y = canvas.between(-0.14, 0.14), canvas.between(-0.14, 0.14)
    far = np.hypot((across - x) * 1.25, (down - y) * 0.85) / canvas.between(0.3, 0.44)
    body = smooth(1.1, 0.25, far + 0.35 * fbm(canvas, 1.8, octaves=3))
    sheets = np.clip(1 - 1.7 * np.abs(fbm(canvas, 2.4, octaves=5, gain=0.42)), 0, 1) ** 3
    cloud = body * (0.15 + 0.6 * smooth(-0.4, 0.6, fbm(canvas, 1.4, octaves=3)) + 0.5 * sheets)
    return np.clip(sample(mirrored(cloud), *current), 0, 0.95)
