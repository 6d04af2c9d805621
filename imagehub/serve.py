"""`python -m imagehub.serve`: the supervisor behind `make run`. Web and worker, one Ctrl-C."""

from __future__ import annotations

import sys

from imagehub.supervisor import lock
from imagehub.supervisor.loop import supervise
from imagehub.supervisor.place import place


def main() -> int:
    """Refuses a data folder that another ImageHub is serving."""
    where = place()
    held = lock.take(where.run)
    if held is None:
        sys.exit(f"imagehub: another ImageHub is running on {where.data}; stop it first")
    return supervise(where)


if __name__ == "__main__":
    sys.exit(main())
