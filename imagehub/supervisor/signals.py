"""Signals as a count and a wake-up: handlers do nothing, the loop looks."""

from __future__ import annotations

import os
import select
import signal

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Signals:
    """SIGINT, SIGTERM and SIGHUP alike ask to stop; SIGCHLD only wakes."""

    def __init__(self) -> None:
        self.stops_asked = 0
        self._wake, write = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(write, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in STOPS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
                signal.signal(number, self._ask)

    def wait(self, seconds: float) -> None:
        """Sleeps, but not through a signal."""
        if select.select([self._wake], [], [], seconds)[0]:
            os.read(self._wake, 4096)

    def _ask(self, number: int, frame: object) -> None:
        self.stops_asked += 1


def reap() -> dict[int, int]:
    """Exit codes of every child that ended; as a container's first process, orphans too."""
    ended: dict[int, int] = {}
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if not pid:
            return ended
        ended[pid] = os.waitstatus_to_exitcode(status)
