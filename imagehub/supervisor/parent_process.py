"""`make` above us: it passes SIGTERM on, but keeps a SIGINT sent to itself alone.

Then it waits for us, without a word to us; all one can see is that it no longer catches SIGINT.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path


class Make:
    """Tells when the make that started us wants to end, or has."""

    def __init__(self) -> None:
        self._pid = os.getppid()
        is_make = _word(self._pid, "Name") in ("make", "gmake")
        self._is_telling = is_make and _catches_sigint(self._pid)  # not so under `nohup`, or `&`

    def wants_to_end(self) -> bool:
        """False for ever where something else started us."""
        if not self._is_telling:
            return False
        return os.getppid() != self._pid or not _catches_sigint(self._pid)


def _catches_sigint(pid: int) -> bool:
    caught = _word(pid, "SigCgt")
    return not caught or bool(int(caught, 16) >> (signal.SIGINT - 1) & 1)


def _word(pid: int, name: str) -> str:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return ""
    return next((line.split()[1] for line in lines if line.startswith(f"{name}:")), "")
