"""`make mutations N=1000`: so many mutations of each dialect, on each database that is there.

`python -m tests.mutations N [SEED]`; N 0 runs the tables written by hand.
"""

from __future__ import annotations

import sys

from tests.mutations.run_on_databases import DATABASES, run

KINDS = 25  # of faults that are shown


def main() -> None:
    examples = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    for database in DATABASES:
        told = run(database, examples, seed)
        if told is None:
            print(f"{database}: not there; set IMAGEHUB_TEST_POSTGRES")
            continue
        right, counted = told["right"], told["counted"]
        print(f"{database}: {sum(right.values())} of {sum(counted.values())} went right")
        for dialect in counted:
            print(f"  {dialect}: {right[dialect]} of {counted[dialect]}")
        for fault in told["faults"][:KINDS]:
            print(f"  {fault['count']} times: {fault['kind']}")
            for name, value in fault["smallest"][0].items():
                print(f"    {name}: {value}")


if __name__ == "__main__":
    main()
