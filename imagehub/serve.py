"""`python -m imagehub.serve`: the supervisor behind `make run`. Web and worker, one Ctrl-C."""

from __future__ import annotations

import sys

from imagehub.supervisor import lock
from imagehub.supervisor.loop import supervise
from imagehub.supervisor.supervisor_settings import checked_place


def main() -> int:
    """Refuses a data folder that another ImageHub is serving."""
    where = checked_place()
    try:
        held = lock.take(where.run)
    except OSError as problem:  # between the check and now
        sys.exit(f"imagehub: {where.run} cannot be written to: {problem.strerror}")
    if held is None:
        sys.exit(f"imagehub: another ImageHub is running on {where.data}; stop it first")
    return supervise(where)


if __name__ == "__main__":
    sys.exit(main())
