"""`make bench`: runs the real product beside pretend routers and prints what it measured.

python -m tests.bench [LETTERS] [--quick] [--json FILE]
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.bench import (
    admin_pages,
    burst,
    click_latency,
    first_visit_weight,
    gallery,
    idle_memory,
    live_updates,
    results_table,
)
from tests.bench.library import measured
from tests.bench.product_and_routers import Theatre, theatre
from tests.bench.rounds import QUICK, Effort

ITEMS: dict[str, Callable[[Theatre, Effort], list[results_table.Line]]] = {
    "a": burst.measure,
    "b": click_latency.measure,
    "c": live_updates.measure,
    "d": gallery.measure,
    "e": idle_memory.measure,
    "f": first_visit_weight.measure,
    "g": admin_pages.measure,
    "l": measured.measure,
}


def main() -> None:
    """Items by their letters, all of them without."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("letters", nargs="?", default="".join(ITEMS), help="for example ad")
    parser.add_argument("--quick", action="store_true", help="smaller and fewer runs")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--most", type=int, metavar="N", help="no library of more pictures")
    wanted = parser.parse_args()
    unknown = set(wanted.letters) - set(ITEMS)
    if unknown:
        parser.error(f"no item {', '.join(sorted(unknown))}; there are {', '.join(ITEMS)}")
    effort = QUICK if wanted.quick else Effort()
    if wanted.most:
        sizes = tuple(size for size in effort.libraries if size <= wanted.most)
        effort = replace(effort, libraries=sizes or effort.libraries[:1])
    lines: list[results_table.Line] = []
    loads: list[float] = []
    with theatre() as place:
        for letter in wanted.letters:
            loads.append(os.getloadavg()[0])
            print(f"({letter}) load {loads[-1]:.1f}", file=sys.stderr, flush=True)
            lines += ITEMS[letter](place, effort)
    print(results_table.show(lines))
    print(f"\n{os.cpu_count()} cores; load before each item: {loads}; * over the aim")
    if wanted.json:
        results_table.save(lines, wanted.json, loads)


if __name__ == "__main__":
    main()
