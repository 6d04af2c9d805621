"""`make seed`: people and two dozen jobs in every state. `make seed N=100000`: a whole library."""

from __future__ import annotations

import argparse
import os
import sys
import time

import django


def main() -> None:
    """Writes into the data folder that the product uses, running or not."""
    parser = argparse.ArgumentParser(prog="python -m tests.seed")
    parser.add_argument("pictures", nargs="?", type=int, metavar="N", help="so many, quickly")
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imagehub.settings")
    os.environ.setdefault("IMAGEHUB_LOG_LEVEL", "WARNING")
    django.setup()
    from generations.library.index import index_compaction
    from tests.seed import demo, library, people

    team = people.team()
    begin = time.monotonic()
    if wanted.pictures:
        library.fill(list(team.values()), wanted.pictures)
        index_compaction.run(rest_s=0)  # as every night does
        done = f"{wanted.pictures:,} pictures"
    else:
        done = demo.show(team)
    print(f"seed: {done} in {time.monotonic() - begin:.1f} s", file=sys.stderr)
    for person in team.values():
        print(f"{person.email:<22} {person.role:<7} {people.PASSWORD}")


if __name__ == "__main__":
    main()
