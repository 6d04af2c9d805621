"""What a first start makes in a data folder, made once in a run of tests and copied from then on.

Tables cost 4 s of a processor, static files 9 s, and some twenty products want them.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

VARIABLE = "TEST_MOULD"  # names the run's folder to all its processes


def begin() -> None:
    """For this process and those it starts, until `end`."""
    os.environ[VARIABLE] = tempfile.mkdtemp(prefix="imagehub-mould-")


def keep_compiled() -> None:
    """Where Python is told to write no bytecode, each of some three hundred processes that a run
    starts would compile the product anew: half a second of a processor. They keep it in the run's folder."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(os.environ[VARIABLE]) / "bytecode")
        sys.dont_write_bytecode = False
        sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"]


def end() -> None:
    shutil.rmtree(os.environ.pop(VARIABLE), ignore_errors=True)


def pour(part: str, into: Path, make: Callable[[Path], None]) -> None:
    """Puts a part into a data folder. `make` makes it in an empty one; outside a run, each time."""
    if VARIABLE not in os.environ:
        return make(into)
    shelf = Path(os.environ[VARIABLE])
    mould = shelf / part
    with (shelf / f"{part}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mould.exists():
            raw = shelf / f"{part}.raw"
            raw.mkdir()
            make(raw)
            raw.rename(mould)
    shutil.copytree(mould, into, dirs_exist_ok=True)
