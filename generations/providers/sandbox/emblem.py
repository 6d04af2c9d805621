"""Shapes a whole scene is cut to when its background is to be transparent."""

from __future__ import annotations

import numpy as np

from generations.providers.sandbox.brush import cover
from generations.providers.sandbox.canvas import Canvas, Field


def is_subject(mask: Field) -> bool:
    """True where the mask keeps something whole and leaves something out."""
    kept = float((mask > 0.99).mean())
    return kept > 0.02 and float((mask < 0.01).mean()) > 0.1


def emblem(canvas: Canvas) -> Field:
    """A disc, an arch, a rounded tile or a pebble, with a margin all round."""
    shapes = (_disc, _arch, _tile, _pebble)
    return cover(shapes[int(canvas.rng.integers(len(shapes)))](canvas), canvas.edge)


def _disc(canvas: Canvas) -> Field:
    across, down = canvas.axes()
    return np.asarray(np.hypot(across, down) - 0.46, dtype=np.float32)


def _arch(canvas: Canvas) -> Field:
    """A window: half a disc on a rectangle."""
    across, down = canvas.axes()
    half = 0.34 if canvas.height <= canvas.width * 1.2 else 0.44
    foot = 0.46 * canvas.height / canvas.edge
    spring = -foot + half
    arch = np.hypot(across, np.minimum(down - spring, 0)) - half
    return np.asarray(np.maximum(arch, down - foot), dtype=np.float32)


def _tile(canvas: Canvas) -> Field:
    across, down = canvas.axes()
    wide, high = 0.46 * canvas.width / canvas.edge, 0.46 * canvas.height / canvas.edge
    round_by = 0.16
    x, y = np.abs(across) - wide + round_by, np.abs(down) - high + round_by
    outside = np.hypot(np.maximum(x, 0), np.maximum(y, 0))
    return np.asarray(outside + np.minimum(np.maximum(x, y), 0) - round_by, dtype=np.float32)


def _pebble(canvas: Canvas) -> Field:
    """A disc with a slow wobble round its rim."""
    across, down = canvas.axes()
    turn = np.arctan2(down, across)
    rim = 0.42 + sum(
        canvas.between(0.006, 0.022) * np.sin(turn * waves + canvas.between(0, 6.3))
        for waves in (2, 3, 4)
    )
    return np.asarray(np.hypot(across, down) - rim, dtype=np.float32)
