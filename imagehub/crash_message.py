"""A child's last line on stderr, kept for the supervisor: why it died may be asked of nobody else."""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import sys
from pathlib import Path
from typing import TextIO

MOST = 500  # characters
NO_REASON = "Application startup failed. Exiting."  # uvicorn's, below the reason


def keep(path: Path) -> None:
    """From now on; the file is written when the process ends by itself."""
    heard = _Heard(sys.stderr)
    sys.stderr = heard
    atexit.register(_write, heard, path, os.getpid())


class _Heard(io.TextIOBase):
    """Passes everything on and remembers the last line that said something."""

    def __init__(self, real: TextIO) -> None:
        self._real = real
        self.last = ""

    def write(self, text: str) -> int:
        lines = [line for line in text.splitlines() if line.strip() and NO_REASON not in line]
        if lines:
            self.last = lines[-1].strip()
        return self._real.write(text)

    def flush(self) -> None:
        self._real.flush()

    def fileno(self) -> int:
        return self._real.fileno()

    def isatty(self) -> bool:
        return self._real.isatty()


def _write(heard: _Heard, path: Path, owner: int) -> None:
    if os.getpid() == owner and heard.last:
        with contextlib.suppress(OSError):  # without its words its exit code is told
            path.write_text(heard.last[:MOST])
