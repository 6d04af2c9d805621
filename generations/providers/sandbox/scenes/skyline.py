"""A city at dusk: towers in three depths, windows coming on, a glow behind."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from generations.providers.sandbox.brush import disc, glow, mix, smooth, stars, vertical
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm
from generations.providers.sandbox.palette import colour

LAMPS = ("#ffd58a", "#ffe9bd", "#ffb866", "#cfe6ff")


def skyline(canvas: Canvas) -> Painting:
    """Sky, then rows of towers from the far haze to the near dark."""
    rgb = _sky(canvas)
    for layer in range(4):
        near = layer / 3
        walls, lamps = _towers(canvas, near)
        rise = 0.35 * smooth(0.45, 1.0, vertical(canvas))
        t = 0.4 * (1 - near) ** 1.2 + 0.01 + 0.3 * rise * (1 - near)
        mix(rgb, walls, canvas.palette.lit(t.astype(np.float32)))
        rgb += lamps * (0.35 + 0.65 * near)
    return Painting(rgb=rgb)


def _sky(canvas: Canvas) -> Field:
    down = vertical(canvas)
    cloud = fbm(canvas, 1.4, octaves=5, stretch=(3.6, 0.7))
    t = 0.12 + 0.86 * np.clip(down / 0.74, 0, 1) ** 1.5 + 0.05 * cloud * (1 - 0.5 * down)
    rgb = canvas.palette.lit(t.astype(np.float32))
    wide = canvas.width / canvas.edge
    x, y = canvas.between(-0.3, 0.3) * wide, canvas.between(-0.12, 0.1)
    mix(rgb, 0.45 * glow(canvas, x, y + 0.1, 0.26), canvas.palette.light)
    mix(rgb, 0.92 * disc(canvas, x, y, canvas.between(0.07, 0.13)), canvas.palette.light)
    mix(rgb, 0.3 * smooth(0.15, 0.9, cloud), canvas.palette.tone(0.5))
    rgb += (0.4 * stars(canvas, 160, floor=0.4))[..., None]
    return rgb


def _towers(canvas: Canvas, near: float) -> tuple[Field, Field]:
    """The walls' cover and the windows' light of one row of towers."""
    size = canvas.width * 2, canvas.height * 2
    walls, lamps = Image.new("L", size), Image.new("RGB", size)
    pen, lamp = ImageDraw.Draw(walls), ImageDraw.Draw(lamps)
    unit = canvas.edge * 2
    x = -0.05 * unit
    middle = canvas.between(0.2, 0.8)
    while x < size[0]:
        width = unit * canvas.between(0.035, 0.085) * (0.7 + 0.5 * near)
        crowd = np.exp(-(((x / size[0]) - middle) ** 2) / 0.06)
        tall = (0.1 + 0.3 * crowd * (1 - 0.45 * near)) * canvas.between(0.45, 1.25)
        base = 0.78 + 0.09 * near
        box = (x, (base - tall) * size[1], x + width, float(size[1]))
        _tower(canvas, pen, box)
        if near > 0.3:
            _windows(canvas, lamp, box, near)
        x += width * canvas.between(0.9, 1.12)
    solid = np.asarray(walls.reduce(2), dtype=np.float32) / 255
    return solid, np.asarray(lamps.reduce(2), dtype=np.float32) / 255


def _tower(canvas: Canvas, pen: ImageDraw.ImageDraw, box: tuple[float, ...]) -> None:
    left, top, right, bottom = box
    wide = right - left
    pen.rectangle((left, top, right, bottom), 255)
    kind = int(canvas.rng.integers(6))
    if kind == 0:
        pen.polygon([(left, top), (left + wide / 2, top - wide * 0.9), (right, top)], 255)
    elif kind == 1:
        pen.rectangle((left + wide * 0.2, top - wide * 0.35, right - wide * 0.2, top), 255)
        pen.rectangle((left + wide * 0.47, top - wide * 1.5, right - wide * 0.47, top), 255)
    elif kind == 2:
        pen.polygon([(left, top), (right, top - wide * 0.55), (right, top)], 255)
    elif kind == 3:
        pen.rectangle((left + wide * 0.15, top - wide * 0.25, left + wide * 0.55, top), 255)


def _windows(canvas: Canvas, pen: ImageDraw.ImageDraw, box: tuple[float, ...], near: float) -> None:
    left, top, right, bottom = box
    cell = canvas.edge * 2 * (0.008 + 0.004 * near)
    columns, rows = int((right - left) / cell) - 1, int((bottom - top) / cell / 1.5)
    if columns < 1 or rows < 1:
        return
    margin = (right - left - columns * cell) / 2
    lit = canvas.rng.random((rows, columns)) < canvas.between(0.08, 0.42)
    lamp = [int(part * 255) for part in colour(LAMPS[int(canvas.rng.integers(len(LAMPS)))])]
    for row, column in np.argwhere(lit).tolist():
        dim = canvas.between(0.4, 0.95)
        x, y = left + margin + column * cell, top + cell + row * cell * 1.5
        fill = tuple(int(part * dim) for part in lamp)
        pen.rectangle((x + cell * 0.2, y, x + cell * 0.75, y + cell * 0.8), fill)
