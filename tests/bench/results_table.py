"""The lines that the items give, and how they are printed beside their aims."""

from __future__ import annotations

import json
import math
import os
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number of one item, with what was aimed at."""

    item: str
    what: str
    value: float
    unit: str
    aim: float | None = None  # at most so much
    runs: tuple[float, ...] = ()
    note: str = ""


def line(item: str, what: str, runs: Sequence[float], unit: str, aim: float | None = None) -> Line:
    """The median of the runs."""
    return Line(
        item=item,
        what=what,
        value=statistics.median(runs),
        unit=unit,
        aim=aim,
        runs=tuple(runs),
    )


def percentile(values: Iterable[float], per_cent: float) -> float:
    """The value that so many per cent do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * per_cent / 100))]


def show(lines: Sequence[Line]) -> str:
    """A table for people; the aim stands beside the number, and nobody is failed by the clock."""
    rows = [("", "measured", "aim", "runs", ""), *[_row(each) for each in lines]]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in (0, 3, 4) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def save(lines: Sequence[Line], file: Path, load: Sequence[float]) -> None:
    """The same as JSON, with the machine's load beside it."""
    told = {
        "cores": os.cpu_count(),
        "load_before_each_item": list(load),
        "lines": [asdict(each) for each in lines],
    }
    file.write_text(json.dumps(told, indent=1) + "\n")


def _row(each: Line) -> tuple[str, ...]:
    aim = "" if each.aim is None else f"{_number(each.aim)} {each.unit}"
    mark = " *" if each.aim is not None and each.value > each.aim else ""
    runs = " ".join(_number(run) for run in each.runs) if len(each.runs) <= 8 else _spread(each)
    measured = f"{_number(each.value)} {each.unit}{mark or '  '}"
    return f"({each.item}) {each.what}", measured, aim, runs, each.note


def _spread(each: Line) -> str:
    low, high = min(each.runs), max(each.runs)
    return f"{len(each.runs)} of them, {_number(low)} to {_number(high)}"


def _number(value: float) -> str:
    if math.isinf(value):
        return "never"
    if value == int(value):
        return f"{int(value)}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
