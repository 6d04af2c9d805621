"""Which processes belong to a child's session, and whether they are really ours.

A session outlives its leader: when a cluster's main process is killed its workers stay in it, so
the session's number (the main's pid) finds them. The mark in their environment proves them ours.
"""

from __future__ import annotations

import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
MARK = "IMAGEHUB_CHILD"


@dataclass(frozen=True, slots=True)
class Process:
    pid: int
    session: int
    started: str  # opaque; equal for the same process only
    dead: bool  # a zombie


def members(session: int, mark: str) -> list[int]:
    """Pids of living processes in the session that carry our mark."""
    return [
        process.pid
        for process in _table()
        if process.session == session and not process.dead and _is_ours(process.pid, mark)
    ]


def started(pid: int) -> str:
    """When the process began, as an opaque word; empty where there is none alive."""
    process = _linux(PROC / str(pid)) if PROC.exists() else _elsewhere(pid)
    return "" if process is None or process.dead else process.started


def kill(pid: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Signals one process; one that is gone already is fine."""
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return


def _table() -> list[Process]:
    if PROC.exists():
        found = (_linux(entry) for entry in PROC.iterdir() if entry.name.isdigit())
    else:
        listing = subprocess.run(["ps", "-A", "-o", "pid="], capture_output=True, text=True)
        found = (_elsewhere(int(pid)) for pid in listing.stdout.split())
    return [process for process in found if process is not None]


def _linux(entry: Path) -> Process | None:
    try:
        text = (entry / "stat").read_text(errors="replace")
    except OSError:
        return None
    fields = text[text.rindex(")") + 2 :].split()  # the name before may hold anything
    return Process(int(entry.name), int(fields[3]), fields[19], fields[0] in "ZX")


def _elsewhere(pid: int) -> Process | None:
    try:
        session = os.getsid(pid)
    except OSError:
        return None
    command = ["ps", "-o", "state=,lstart=", "-p", str(pid)]
    state, _, begun = subprocess.run(command, capture_output=True, text=True).stdout.partition(" ")
    return Process(pid, session, begun.strip(), state.startswith("Z")) if state else None


def _is_ours(pid: int, mark: str) -> bool:
    if not PROC.exists():
        return True
    try:
        return f"{MARK}={mark}".encode() in (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return False
