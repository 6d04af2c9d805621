"""A risograph print: a halftone sun over hills or waves, two or three inks on paper."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import cover, mix, smooth, vertical
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import line
from generations.providers.sandbox.palette import colour


def halftone(canvas: Canvas) -> Painting:
    """Paper, sky dots, sun, hills: inks laid over each other, slightly out of register."""
    paper = 0.93 + 0.07 * canvas.palette.light
    rgb = np.ones((*canvas.shape, 3), np.float32) * (paper * np.array([1, 0.98, 0.93], np.float32))
    warm, cool = (
        canvas.palette.accent(0),
        0.6 * colour(canvas.palette.ramp[1]) + 0.4 * colour(canvas.palette.ramp[2]),
    )
    _ink(rgb, 0.9 * _dots(canvas, 0.5 - 0.8 * vertical(canvas), 15), cool)
    sun = _sun(canvas)
    mix(rgb, sun, paper)
    fill = 0.98 - 0.62 * smooth(-0.4, 0.4, canvas.axes()[1]) * np.ones(canvas.shape, np.float32)
    _ink(rgb, sun * np.maximum(_dots(canvas, fill, 75), 0.1), warm)
    _hills(canvas, rgb, cool, paper.astype(np.float32))
    return Painting(rgb=rgb, subject=sun)


def _sun(canvas: Canvas) -> Field:
    across, down = canvas.axes()
    x, y = canvas.between(-0.14, 0.14), canvas.between(-0.2, -0.06)
    radius = canvas.between(0.27, 0.36)
    return cover(np.hypot(across - x, down - y) - radius, canvas.edge)


def _dots(canvas: Canvas, tone: Field, angle: float) -> Field:
    """The tone (0 to 1) as a screen of round dots, turned by `angle` degrees."""
    across, down = canvas.axes()
    pitch = max(5.0, canvas.edge / 84) / canvas.edge
    turn = np.deg2rad(angle)
    u = (across * np.cos(turn) + down * np.sin(turn)) / pitch
    v = (down * np.cos(turn) - across * np.sin(turn)) / pitch
    far = np.hypot(u - np.round(u), v - np.round(v))
    radius = 0.62 * np.sqrt(np.clip(tone, 0, 1))
    return cover((far - radius).astype(np.float32) * pitch, canvas.edge)


def _ink(rgb: Field, mask: Field, ink: Field) -> None:
    """Transparent ink: it multiplies what lies beneath."""
    rgb *= 1 - mask[..., None] * (1 - ink)


def _hills(canvas: Canvas, rgb: Field, ink: Field, paper: Field) -> None:
    edge = canvas.edge / canvas.height
    count = 4 + int(canvas.rng.integers(2))
    for layer in range(count):
        near = layer / (count - 1)
        wave = line(canvas, canvas.between(0.9, 1.8), octaves=3, gain=0.35)
        crest = 0.62 + 0.3 * near - 0.06 * edge * wave
        depth = (vertical(canvas) - crest[None, :]) * canvas.height / canvas.edge
        mask = cover(-depth.astype(np.float32), canvas.edge)
        mix(rgb, mask * (0.35 + 0.65 * near), paper)
        tone = 0.3 + 0.5 * near + 0.9 * np.clip(0.16 - depth, 0, 1)
        _ink(
            rgb,
            mask * np.maximum(_dots(canvas, tone.astype(np.float32), 45), 0.1 + 0.4 * near),
            ink,
        )
