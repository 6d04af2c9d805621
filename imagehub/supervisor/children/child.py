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
from imagehub.supervisor.children import processes
from imagehub.supervisor.supervisor_settings import BASE_DIR

PAUSES_S = (0.0, 0.2, 1.0, 2.0, 5.0)  # before the first, second … replacement in a row
SHORT_LIFE_S = 10.0
HOPELESS = 5  # young deaths in a row, of a kind that never worked since the product started
HOPEFUL_S = 30.0  # who lived so long has begun
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
        run_files.remember(run, name, process.pid, processes.started(process.pid))
        return Child(id=name, module=module, pid=process.pid)

    def _words(self, module: str, name: str, listen: int | None) -> dict[str, str]:
        words = {processes.MARK: name, "IMAGEHUB_LIFELINE": str(self.watched)}
        if listen is not None:
            return {**words, "IMAGEHUB_LISTEN": str(listen)}
        return {**words, "IMAGEHUB_CLUSTER": name}


class Patience:
    """How long to wait before a child that keeps dying young is started again."""

    def __init__(self) -> None:
        self._young = 0
        self._ever_lived = False

    def after(self, child: Child, *, worked: bool) -> float:
        """Seconds until its replacement may start. worked: it was seen to do what it is for."""
        self._ever_lived = self._ever_lived or worked or child.age_s >= HOPEFUL_S
        self._young = self._young + 1 if child.age_s < SHORT_LIFE_S else 0
        return PAUSES_S[min(max(self._young - 1, 0), len(PAUSES_S) - 1)]

    @property
    def is_over(self) -> bool:
        """Its kind has died young so often, and never worked, that the next will, too."""
        return not self._ever_lived and self._young >= HOPELESS
