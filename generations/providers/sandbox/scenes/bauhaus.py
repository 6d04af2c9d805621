"""Bauhaus tiles: a grid of quarter circles, rings, stripes and triangles on paper."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm
from generations.providers.sandbox.palette import colour

Ink = tuple[int, int, int]
Tile = Callable[[ImageDraw.ImageDraw, int, list[Ink]], None]


def bauhaus(canvas: Canvas) -> Painting:
    """Tiles as large as a fourth to a seventh of the short edge, no two equal neighbours."""
    across = 4 + int(canvas.rng.integers(4))
    side = -(-canvas.edge // across)
    columns, rows = -(-canvas.width // side), -(-canvas.height // side)
    inks = _inks(canvas)
    sheet = Image.new("RGB", (columns * side, rows * side))
    for place in range(columns * rows):
        spot = (place % columns) * side, (place // columns) * side
        sheet.paste(_tile(canvas, side, inks), spot)
    left, top = (sheet.width - canvas.width) // 2, (sheet.height - canvas.height) // 2
    cut = sheet.crop((left, top, left + canvas.width, top + canvas.height))
    rgb = np.asarray(cut, dtype=np.float32) / 255
    return Painting(rgb=rgb * _paper(canvas)[..., None])


def _inks(canvas: Canvas) -> list[Ink]:
    palette = canvas.palette
    codes = (palette.ramp[0], palette.ramp[2], palette.ramp[-1], *palette.accents, palette.ramp[-1])
    return [_bytes(colour(code)) for code in codes]


def _bytes(value: Field) -> Ink:
    red, green, blue = (round(float(part) * 255) for part in value)
    return red, green, blue


def _paper(canvas: Canvas) -> Field:
    """Worn print: ink a little thinner here and there."""
    worn = 0.97 + 0.03 * fbm(canvas, 26, octaves=3, gain=0.7)
    return np.asarray(np.clip(worn, 0.86, 1.02), dtype=np.float32)


def _tile(canvas: Canvas, side: int, inks: list[Ink]) -> Image.Image:
    order = canvas.rng.permutation(len(inks))
    chosen = [inks[place] for place in order]
    if chosen[0] == chosen[1]:
        chosen[1], chosen[2] = chosen[2], chosen[1]
    tile = Image.new("RGB", (side * 3, side * 3), chosen[0])
    TILES[int(canvas.rng.integers(len(TILES)))](ImageDraw.Draw(tile), side * 3, chosen[1:])
    turned = tile.rotate(90 * int(canvas.rng.integers(4)))
    return turned.reduce(3)


def _quarter(pen: ImageDraw.ImageDraw, side: int, inks: list[Ink]) -> None:
    pen.ellipse((-side, -side, side, side), inks[0])


def _rainbow(pen: ImageDraw.ImageDraw, side: int, inks: list[Ink]) -> None:
    for ring, ink in zip((1.0, 0.68, 0.36), (inks[0], inks[1], inks[2]), strict=True):
        reach = side * ring
        pen.ellipse((-reach, -reach, reach, reach), ink)


def _target(pen: ImageDraw.ImageDraw, side: int, inks: list[Ink]) -> None:
    for ring, ink in zip((0.4, 0.16), inks[:2], strict=True):
        near, far = side * (0.5 - ring), side * (0.5 + ring)
        pen.ellipse((near, near, far, far), ink)


def _stripes(pen: ImageDraw.ImageDraw, side: int, inks: list[Ink]) -> None:
    for row in range(0, 6, 2):
        pen.rectangle((0, side * row / 6, side, side * (row + 1) / 6), inks[0])


def _triangle(pen: ImageDraw.ImageDraw, side: int, inks: list[Ink]) -> None:
    pen.polygon([(0, 0), (side, side), (0, side)], inks[0])


def _halves(pen: ImageDraw.ImageDraw, side: int, inks: list[Ink]) -> None:
    pen.pieslice((0, side * 0.5, side, side * 1.5), 180, 360, inks[0])
    pen.pieslice((0, 0, side, side), 180, 360, inks[1])


def _leaf(pen: ImageDraw.ImageDraw, side: int, inks: list[Ink]) -> None:
    pen.ellipse((0, -side, side * 2, side), inks[0])
    pen.polygon([(0, 0), (side, 0), (side, side)], inks[0])
    pen.pieslice((-side, 0, side, side * 2), 270, 360, inks[1])


def _drop(pen: ImageDraw.ImageDraw, side: int, inks: list[Ink]) -> None:
    pen.ellipse((0, 0, side, side), inks[0])
    pen.rectangle((side / 2, side / 2, side, side), inks[0])
    pen.ellipse((side * 0.3, side * 0.3, side * 0.7, side * 0.7), inks[1])


TILES: tuple[Tile, ...] = (
    _quarter,
    _rainbow,
    _target,
    _stripes,
    _triangle,
    _halves,
    _leaf,
    _drop,
    _quarter,
)
