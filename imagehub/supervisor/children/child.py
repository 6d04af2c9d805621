"""Starts a child in a session of its own, holding one end of a pipe that tells it we live."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from imagehub.supervisor import run_files
from imagehub.supervisor.children import process_table
from imagehub.supervisor.supervisor_settings import BASE_DIR

FRUGAL = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}  # threads and their memory


@dataclass(slots=True, kw_only=True)
class Child:
    id: str  # also the cluster's id
    module: str
    pid: int
    born: float = field(default_factory=time.monotonic)
    silent_s: float = 0.0  # seconds awake without a beat
    exit_code: int | None = None

    @property
    def short(self) -> str:
        """Enough of the id for a log line."""
        return self.id[:8]

    @property
    def age_s(self) -> float:
        return time.monotonic() - self.born


class Lifeline:
    """A pipe nobody writes to: its end means the supervisor is gone, however it went."""

    def __init__(self) -> None:
        self.watched, self._held = os.pipe()  # neither is inherited unless named

    def start(self, module: str, run: Path, *, listen: int | None = None) -> Child:
        """Starts `python -m module`; `listen` is the web's socket."""
        name = uuid.uuid4().hex
        given = (self.watched,) if listen is None else (self.watched, listen)
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=BASE_DIR,
            env={**FRUGAL, **os.environ, **self._words(module, name, listen)},
            pass_fds=given,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        process.returncode = 0  # we reap by ourselves, orphans too (loop.py)
        run_files.remember(run, name, process.pid, process_table.started(process.pid))
        return Child(id=name, module=module, pid=process.pid)

    def _words(self, module: str, name: str, listen: int | None) -> dict[str, str]:
        words = {process_table.MARK: name, "IMAGEHUB_LIFELINE": str(self.watched)}
        if listen is not None:
            return {**words, "IMAGEHUB_LISTEN": str(listen)}
        return {**words, "IMAGEHUB_CLUSTER": name}
