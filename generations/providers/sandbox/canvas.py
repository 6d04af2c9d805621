"""What a scene paints on and what it hands back: plain values in floating light, 0 to 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from generations.providers.sandbox.palette import Palette

Field: TypeAlias = npt.NDArray[np.floating[Any]]  # float32 wherever it is large


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """The sheet, the dice and the colours of one picture."""

    width: int  # pixels
    height: int  # pixels
    rng: np.random.Generator
    palette: Palette
    detail: int = 1  # 0 simple, 1 usual, 2 rich

    @property
    def shape(self) -> tuple[int, int]:
        return self.height, self.width

    @property
    def edge(self) -> int:
        """The short edge, pixels: the yardstick that keeps a composition the same at any size."""
        return min(self.width, self.height)

    def axes(self) -> tuple[Field, Field]:
        """x as one row and y as one column, in short edges from the middle of the sheet."""
        x = (np.arange(self.width, dtype=np.float32) + 0.5 - self.width / 2) / self.edge
        y = (np.arange(self.height, dtype=np.float32) + 0.5 - self.height / 2) / self.edge
        return x[None, :], y[:, None]

    def between(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))


@dataclass(frozen=True, slots=True, kw_only=True)
class Painting:
    """A finished scene; `subject` says what stays when the background is transparent."""

    rgb: Field  # height x width x 3
    subject: Field | None = None  # height x width, 1 where the subject is
