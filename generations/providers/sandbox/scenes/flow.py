"""Flow lines: hundreds of tapering strokes that follow one invisible current."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.noise import fbm
from generations.providers.sandbox.palette import colour

GRID = 192  # points along the short edge where the current is known


def flow(canvas: Canvas) -> Painting:
    """Strokes in the palette's colours on light or dark paper."""
    dark = canvas.rng.random() < 0.4
    paper = canvas.palette.dark if dark else canvas.palette.light
    zoom = 2 if canvas.edge < 1400 else 1
    back = tuple(int(part * 255) for part in paper)
    sheet = Image.new("RGB", (canvas.width * zoom, canvas.height * zoom), back)
    paths, hue = _paths(canvas)
    _stroke(canvas, ImageDraw.Draw(sheet), zoom, paths, hue, dark)
    rgb = np.asarray(sheet.reduce(zoom) if zoom > 1 else sheet, dtype=np.float32) / 255
    return Painting(rgb=rgb)


def _paths(canvas: Canvas) -> tuple[Field, Field]:
    """Stroke points (steps x strokes x 2, in short edges) and one number per stroke for its hue."""
    wide, high = canvas.width / canvas.edge, canvas.height / canvas.edge
    shape = (int(GRID * high) + 1, int(GRID * wide) + 1)
    turn = fbm(canvas, canvas.between(0.9, 1.7), octaves=2, gain=0.35, shape=shape) * np.pi * 1.5
    drift = fbm(canvas, 1.1, octaves=3, shape=shape)
    count = int((900, 1700, 2300)[canvas.detail] * wide * high)
    spots: Field = canvas.rng.uniform(-0.08, 1.08, (count, 2)).astype(np.float32)
    spots *= np.array([wide, high], np.float32)
    steps = 34
    path: Field = np.empty((steps, count, 2), np.float32)
    hue: Field = np.zeros(count, np.float32)
    for step in range(steps):
        path[step] = spots
        x = np.clip(spots[:, 0] * GRID, 0, shape[1] - 1).astype(int)
        y = np.clip(spots[:, 1] * GRID, 0, shape[0] - 1).astype(int)
        angle = turn[y, x]
        if step == 0:
            hue = drift[y, x]
        spots = spots + 0.0062 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return path, hue


def _stroke(
    canvas: Canvas, pen: ImageDraw.ImageDraw, zoom: int, paths: Field, hue: Field, dark: bool
) -> None:
    inks = [colour(code) for code in (*canvas.palette.accents, *canvas.palette.ramp[1:5])]
    if not dark:
        inks.append(canvas.palette.dark)
    place = (hue - hue.min()) / max(1e-6, float(np.ptp(hue))) * len(inks)
    place = place + canvas.rng.uniform(-0.7, 0.7, len(hue))
    widths = canvas.rng.uniform(0.45, 1.0, len(hue)) * 0.0085 * canvas.edge * zoom
    points = paths * canvas.edge * zoom
    for index in range(points.shape[1]):
        ink = inks[int(place[index]) % len(inks)] * (0.86 + 0.14 * float(canvas.rng.random()))
        fill = tuple(int(part * 255) for part in ink)
        pen.polygon(_ribbon(points[:, index], float(widths[index])), fill)


def _ribbon(points: Field, width: float) -> list[tuple[float, float]]:
    """The outline of a stroke that swells and tapers."""
    along = np.gradient(points, axis=0)
    along /= np.hypot(along[:, 0], along[:, 1])[:, None] + 1e-6
    swell = np.sin(np.linspace(0.15, np.pi, len(points))) ** 0.8 * width
    side = np.stack([-along[:, 1], along[:, 0]], axis=1) * swell[:, None] / 2
    outline = np.concatenate([points + side, (points - side)[::-1]])
    return [(x, y) for x, y in outline.tolist()]
