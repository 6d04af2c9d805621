"""A stand-in drain with one long call, and the web's pulse, for the tests of the supervisor.

`python -m tests.ops.long_call` reads commands: `call SECONDS` enqueues a call, `pulse` sends a beat.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def call(seconds: float) -> None:
    """Holds a lease as a drain does, ends early only when told that the grace is over."""
    from django.conf import settings

    run, cluster = settings.RUN_DIR, settings.CLUSTER_ID
    lease = run / f"drain-{os.getpid()}"
    until = time.monotonic() + seconds
    outcome = "done"
    while time.monotonic() < until:
        lease.write_text(cluster)
        if (run / f"{cluster}.now").exists():
            outcome = "stopped"
            break
        time.sleep(0.1)
    (run / f"outcome-{os.getpid()}").write_text(outcome)
    lease.unlink()


def beat() -> None:
    """The cluster's heartbeat."""
    from django.conf import settings

    (settings.RUN_DIR / f"{settings.CLUSTER_ID}.beat").touch()


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django_q.tasks import async_task

    for line in sys.stdin:
        word, _, seconds = line.strip().partition(" ")
        if word == "call":
            async_task("tests.ops.long_call.call", float(seconds))
        else:
            async_task("tests.ops.long_call.beat")
            Path(settings.RUN_DIR, "web.pulse").touch()
        print("ok", flush=True)


if __name__ == "__main__":
    main()
