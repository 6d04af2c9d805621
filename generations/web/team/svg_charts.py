"""Charts as SVG, computed here: rectangles with plain attributes, colours by class."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WIDTH, TOP, BOTTOM, LEFT = 860, 9, 150, 44
TONES = 5  # classes tone-1 … tone-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    tone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A word at an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars a day, stacked by series."""

    boxes: tuple[Box, ...]
    days: tuple[Mark, ...]
    levels: tuple[Mark, ...]
    legend: tuple[tuple[int, str], ...]  # tone, name
    says: str  # the whole in a sentence, for those who do not see it


def spend_per_day(
    days: Sequence[date], spent: Mapping[date, Mapping[str, Decimal]], labels: Mapping[str, str]
) -> Chart:
    """What each day cost, by provider."""
    names = list(labels)
    sums = {day: sum(spent.get(day, {}).values(), Decimal(0)) for day in days}
    top = _round_up(float(max(sums.values(), default=Decimal(0))))
    step = (WIDTH - LEFT) / max(1, len(days))
    boxes = [
        box
        for index, day in enumerate(days)
        for box in _stack(spent.get(day, {}), names, LEFT + index * step, step * 0.7, top)
    ]
    return Chart(
        boxes=tuple(boxes),
        days=tuple(
            Mark(at=round(LEFT + (index + 0.35) * step, 1), text=str(day.day))
            for index, day in enumerate(days)
            if day.day == 1 or day.day % 5 == 0
        ),
        levels=tuple(
            Mark(at=round(BOTTOM - share * (BOTTOM - TOP), 1), text=_dollars(share * top))
            for share in (0.0, 1 / 3, 2 / 3, 1.0)
        ),
        legend=tuple((_tone(names, name), label) for name, label in labels.items()),
        says=_sentence(sums),
    )


def shares(amounts: Sequence[float]) -> list[float]:
    """Each amount as a width from 0 to 100, the largest being 100."""
    most = max(amounts, default=0) or 1
    return [round(100 * amount / most, 1) for amount in amounts]


def _stack(
    parts: Mapping[str, Decimal], names: Sequence[str], x: float, width: float, top: float
) -> list[Box]:
    boxes, y = [], float(BOTTOM)
    for name in names:
        height = float(parts.get(name, 0)) / top * (BOTTOM - TOP) if top else 0.0
        if height > 0.05:
            y -= height
            box = Box(
                x=round(x, 1),
                y=round(y, 1),
                width=round(width, 1),
                height=round(height, 1),
                tone=_tone(names, name),
            )
            boxes.append(box)
    return boxes


def _tone(names: Sequence[str], name: str) -> int:
    return min(list(names).index(name) + 1, TONES)


def _round_up(amount: float) -> float:
    """The next of 3, 6, 9, 15, 30, 60 … so that thirds read well."""
    if amount <= 0:
        return 3.0
    power = 10 ** math.floor(math.log10(amount))
    return float(next(step * power for step in (1.5, 3, 6, 9, 15) if step * power >= amount))


def _dollars(amount: float) -> str:
    if amount == 0:
        return "0"
    return f"${amount:,.0f}" if amount >= 1 and amount == round(amount) else f"${amount:,.2f}"


def _sentence(sums: Mapping[date, Decimal]) -> str:
    if not any(sums.values()):
        return "Nothing was spent."
    day = max(sums, key=lambda each: sums[each])
    whole = sum(sums.values(), Decimal(0))
    return f"${whole:,.2f} in all; the highest day is {day.day} {day:%B} with ${sums[day]:,.2f}."
