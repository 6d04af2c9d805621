"""One product per data folder."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def take(run: Path) -> int | None:
    """Locks the run folder until this process ends; None if another holds it."""
    run.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = os.open(run / "supervisor.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    return file
