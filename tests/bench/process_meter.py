"""Memory and processor time of a process and all its descendants, from /proc."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import psutil

TICKS = os.sysconf("SC_CLK_TCK")
EVERY_S = 0.3


def tree(*pids: int) -> list[int]:
    """These processes and their descendants."""
    found = []
    for pid in pids:
        try:
            root = psutil.Process(pid)
            found += [pid, *[child.pid for child in root.children(recursive=True)]]
        except psutil.NoSuchProcess:
            continue
    return found


def pss_mb(pids: Iterable[int]) -> float:
    """Megabytes of memory, shared pages divided among those who share them."""
    return sum(_pss_kb(pid) for pid in pids) * 1024 / 1e6


def cpu_s(pids: Iterable[int]) -> float:
    """Seconds of a core used so far."""
    return sum(_ticks(pid) for pid in pids) / TICKS


def cpu_share(pids: list[int], seconds: float) -> float:
    """Per cent of one core over the next `seconds`."""
    before, begin = cpu_s(pids), time.monotonic()
    time.sleep(seconds)
    return 100 * (cpu_s(pids) - before) / (time.monotonic() - begin)


class Peak:
    """The most memory a process tree took while this was open, looked at every 0.3 s."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.mb = 0.0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._end.wait(EVERY_S):
            self.mb = max(self.mb, pss_mb(tree(self._pid)))


def _pss_kb(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    row = next((row for row in text.splitlines() if row.startswith("Pss:")), "Pss: 0")
    return int(row.split()[1])


def _ticks(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    fields = text[text.rindex(")") + 2 :].split()
    return int(fields[11]) + int(fields[12])
