"""`python -m tests.faults [--sample] [NAME …]`: one line a scenario, then a table; 1 if any fault.

What is looked at stays in the folder it names when FAULTS_KEEP is set.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Sequence

from tests.faults.job_ledger import Count
from tests.faults.scenario_setup import TooLate, prepare
from tests.faults.scenarios import ALL, SAMPLE, Scenario

COLUMNS = ("jobs", "POSTs", "done", "unknown", "other", "lost", "doubled", "wrong", "late")


def main() -> int:
    """Plays the scenarios asked for."""
    asked = _asked()
    chosen = _chosen(asked)
    place = prepare(asked.port)
    print(f"{len(chosen)} scenarios, data in {place.template.parent}", flush=True)
    counts = [_played(scenario, place) for scenario in chosen]
    _table(counts)
    faults = [f"{told.name}: {fault}" for told in counts for fault in told.faults]
    print(f"\n{len(faults)} faults")
    if not faults and not os.environ.get("FAULTS_KEEP"):
        shutil.rmtree(place.template.parent)
    return 1 if faults else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("names", nargs="*", metavar="NAME", help="scenarios; all by default")
    parser.add_argument("--sample", action="store_true", help="a short selection, under a minute")
    parser.add_argument("--list", action="store_true", help="what there is")
    parser.add_argument("--port", type=int, default=0, help="three ports from here; else free ones")
    return parser.parse_args()


def _chosen(asked: argparse.Namespace) -> list[Scenario]:
    known = {scenario.name: scenario for scenario in (*ALL, *SAMPLE)}
    if asked.list:
        print("\n".join(f"{one.name:18} {one.what}" for one in known.values()))
        sys.exit(0)
    wrong = set(asked.names) - set(known)
    if wrong:
        sys.exit(f"no such scenario: {', '.join(sorted(wrong))} (--list shows them)")
    if asked.names:
        return [known[name] for name in asked.names]
    return list(SAMPLE if asked.sample else ALL)


def _played(scenario: Scenario, place: object) -> Count:
    begin = time.monotonic()
    try:
        told = scenario.play(place, scenario.name)  # type: ignore[arg-type]
    except (TooLate, AssertionError) as trouble:
        told = Count(name=scenario.name, troubles=[str(trouble)])
    hurt = ", ".join(f"{number} {state}" for state, number in sorted(told.hurt.items()))
    took = time.monotonic() - begin
    print(f"{scenario.name}: {scenario.what}; {hurt or 'no job yet'} ({took:.0f} s)")
    for fault in told.faults:
        print(f"    {fault}")
    sys.stdout.flush()
    return told


def _table(counts: Sequence[Count]) -> None:
    print(f"\n{'':18}{''.join(f'{name:>9}' for name in COLUMNS)}{'settled s':>11}{'health s':>10}")
    for told in counts:
        print(_line(told.name, _numbers(told), told.slowest_s, told.healthy_s))
    total = [sum(column) for column in zip(*map(_numbers, counts), strict=True)]
    slowest = max((told.slowest_s for told in counts), default=0.0)
    print(_line("all", total, slowest, max((told.healthy_s for told in counts), default=0.0)))


def _numbers(told: Count) -> list[int]:
    ends: Counter[str] = told.ends
    other = sum(ends.values()) - ends["done"] - ends["unknown"]
    wrong = len(told.dishonest) + len(told.troubles)
    faults = [len(told.lost), len(told.doubled), wrong, len(told.late)]
    return [told.jobs, told.posts, ends["done"], ends["unknown"], other, *faults]


def _line(name: str, numbers: Sequence[int], slowest_s: float, healthy_s: float) -> str:
    cells = "".join(f"{number:>9}" for number in numbers)
    return f"{name:18}{cells}{slowest_s:>11.1f}{healthy_s:>10.1f}"


if __name__ == "__main__":
    sys.exit(main())
