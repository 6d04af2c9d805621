"""Can the data folder be written to: asked by writing, because permissions tell only half."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

PROBE = 65_536  # bytes
OURS = ("pictures", "spool", "run", "secrets", "static", ".stamps")
FILES = ("imagehub.sqlite3", "imagehub.sqlite3-wal", "imagehub.sqlite3-shm")
KEPT = ("secret_key", "encryption_keys")


def faults(data: Path) -> Iterator[str]:
    """One sentence for what keeps the product from working there. Makes the folder."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)  # prompts and pictures are private
        _write_a_probe(data)
    except OSError as problem:
        yield f"IMAGEHUB_DATA_DIR {_why_not(data, problem)}"
        return
    yield from _of_somebody_else(data)


def _write_a_probe(data: Path) -> None:
    with tempfile.NamedTemporaryFile(dir=data, prefix=".probe-") as probe:
        probe.write(b"\0" * PROBE)
        probe.flush()
        os.fsync(probe.fileno())


def _why_not(data: Path, problem: OSError) -> str:
    if isinstance(problem, FileExistsError | NotADirectoryError):
        return f"must be a folder, and {problem.filename or data} is none"
    return f"is {data}, which cannot be written to: {problem.strerror}"


def _of_somebody_else(data: Path) -> Iterator[str]:
    """What an earlier start by another user left, typically by root."""
    folders = [data / name for name in OURS if (data / name).exists()]
    files = [data / name for name in FILES if (data / name).exists()]
    for path in folders:
        if not path.is_dir():
            yield f"IMAGEHUB_DATA_DIR holds {path.name}, which must be a folder"
        elif not os.access(path, os.W_OK | os.X_OK):
            yield f"IMAGEHUB_DATA_DIR holds {path.name}/, which this user cannot write to"
    for path in files:
        if not os.access(path, os.R_OK | os.W_OK):
            yield f"IMAGEHUB_DATA_DIR holds {path.name}, which this user cannot write to"
    yield from _kept_secrets(data / "secrets")


def _kept_secrets(folder: Path) -> Iterator[str]:
    for path in (folder / name for name in KEPT):
        if os.access(folder, os.X_OK) and path.exists() and not os.access(path, os.R_OK):
            yield f"IMAGEHUB_DATA_DIR holds secrets/{path.name}, which this user cannot read"
