"""A banded planet, often ringed, in front of faint stars."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import cover, glow, mix, smooth, stars
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm
from generations.providers.sandbox.palette import colour


def planet(canvas: Canvas) -> Painting:
    """The ring's far half, the globe with its shadow, the ring's near half."""
    rgb, turn = _space(canvas), np.float32(canvas.between(-0.7, 0.7))
    ringed = canvas.rng.random() < 0.75
    u, v = _turned(canvas, turn)
    radius = np.float32(canvas.between(0.21, 0.25) if ringed else canvas.between(0.27, 0.34))
    globe = cover(np.hypot(u, v) - radius, canvas.edge)
    ring, paint = _ring(canvas, u, v, radius) if ringed else (globe * 0, rgb)
    back = v < 0
    mix(rgb, ring * back, paint)
    mix(rgb, globe, _surface(canvas, u, v, radius))
    mix(rgb, ring * ~back, paint)
    return Painting(rgb=rgb, subject=np.maximum(globe, ring))


def _space(canvas: Canvas) -> Field:
    deep = colour("#04050b") * 0.7 + canvas.palette.dark * 0.22
    cloud = fbm(canvas, 1.3, octaves=5)
    rgb = np.ones((*canvas.shape, 3), np.float32) * deep
    mix(rgb, 0.28 * smooth(-0.2, 1.2, cloud), canvas.palette.tone(0.3))
    mix(rgb, 0.35 * glow(canvas, -0.5, -0.4, 0.3), canvas.palette.tone(0.2))
    rgb += (0.8 * stars(canvas, 500))[..., None]
    return rgb


def _turned(canvas: Canvas, turn: np.float32) -> tuple[Field, Field]:
    across, down = canvas.axes()
    x, y = across - canvas.between(-0.03, 0.03), down - canvas.between(-0.03, 0.03)
    u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    return u.astype(np.float32), v.astype(np.float32)


def _surface(canvas: Canvas, u: Field, v: Field, radius: np.float32) -> Field:
    x, y = u / radius, v / radius
    z = np.sqrt(np.clip(1 - x * x - y * y, 0, 1))
    swirl = fbm(canvas, 3.2, octaves=5, stretch=(2.6, 0.8))
    bands = np.sin(y * canvas.between(7, 12) + 0.9 * swirl + canvas.between(0, 6))
    fine = np.sin(y * 31 + 2.2 * swirl)
    t = 0.56 + 0.2 * bands + 0.07 * fine + 0.07 * swirl
    light = np.clip(-0.62 * x - 0.38 * y + 0.68 * z, 0, 1)
    day = smooth(-0.02, 0.75, light) * (0.75 + 0.25 * z)
    rgb: Field = canvas.palette.lit(t.astype(np.float32)) * (0.035 + 1.02 * day)[..., None]
    rim = np.clip(1 - z, 0, 1) ** 4 * day
    mix(rgb, 0.5 * rim, canvas.palette.light)
    return rgb


def _ring(canvas: Canvas, u: Field, v: Field, radius: np.float32) -> tuple[Field, Field]:
    flat = canvas.between(0.16, 0.34)
    far = np.hypot(u, v / flat) / radius
    place = np.clip((far - 1.3) / 0.8, 0, 1)
    tracks = np.random.default_rng(canvas.rng.integers(2**32)).uniform(0.15, 1, 60)
    dense = np.interp(place, np.linspace(0, 1, 60), tracks)
    gap = 1 - 0.85 * smooth(0.035, 0.015, np.abs(place - 0.62))
    mask = smooth(0, 0.02, place) * smooth(1, 0.97, place) * dense * gap
    lit = 0.42 + 0.5 * dense
    shaded = 1 - 0.8 * _fallen(u, v, radius)
    paint = canvas.palette.lit(lit.astype(np.float32)) * shaded[..., None]
    return mask.astype(np.float32), paint.astype(np.float32)


def _fallen(u: Field, v: Field, radius: np.float32) -> Field:
    """The globe's shadow on the ring: a strip away from the lamp, behind the globe."""
    away = 0.62 * u + 0.38 * v
    beside = np.abs(0.62 * v - 0.38 * u) / 0.727
    return smooth(1.02, 0.94, beside / radius) * (away > 0) * (v < 0)
