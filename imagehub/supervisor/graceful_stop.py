"""The stop: calls that are out get their grace, then what is left is killed. Nothing stays."""

from __future__ import annotations

import signal
import time

from imagehub.supervisor import run_files
from imagehub.supervisor.children import process_table
from imagehub.supervisor.children.stopping_clusters import LAST_WORDS_S
from imagehub.supervisor.children.web_and_cluster import Crew
from imagehub.supervisor.log import say
from imagehub.supervisor.signals import Signals

LOOK_S = 0.1
WEB_GRACE_S = 5.0  # uvicorn gives its requests 3 seconds


class Stop:
    def __init__(self, crew: Crew, signals: Signals) -> None:
        self._crew, self._signals = crew, signals
        self._sessions: dict[str, int] = {}  # every child still to be seen off
        self._grace_until = time.monotonic() + crew.where.grace_s
        self._web_until = time.monotonic() + WEB_GRACE_S
        self._kill_at: float | None = None

    def run(self) -> None:
        """Returns when no process of ours is left."""
        asked = (
            self._signals.stops_asked
        )  # before a word is said: who reads it may ask again at once
        self._begin()
        while self._alive():
            self._signals.wait(LOOK_S)
            self._crew.clock.tick()
            self._crew.notice_ends()
            self._hurry(again=self._signals.stops_asked > asked)
        say("stopped")

    def _begin(self) -> None:
        crew = self._crew
        say(f"stopping; calls that are out have {crew.where.grace_s:.0f} s (again: stop at once)")
        if crew.listening is not None:
            crew.listening.close()
        if crew.cluster is not None:
            run_files.stop(crew.where.run, crew.cluster.id)
        for child in (crew.cluster, crew.web):
            if child is not None:
                self._sessions[child.id] = child.pid
                process_table.kill(child.pid, signal.SIGINT)  # its main alone, never the group

    def _alive(self) -> bool:
        """Forgets children that are gone; True while any is left."""
        for child, session in list(self._sessions.items()):
            if not process_table.members(session, child):
                run_files.forget(self._crew.where.run, child)
                del self._sessions[child]
        return bool(self._sessions or self._crew.retired)

    def _hurry(self, *, again: bool) -> None:
        now, crew = time.monotonic(), self._crew
        if crew.web is not None and now > self._web_until:
            self._kill(crew.web.id)
        if self._kill_at is None and (again or now > self._grace_until):
            self._end_grace(now)
        if self._kill_at is not None and now > self._kill_at:
            self._kill_all()
        if crew.cluster is not None and crew.cluster.exit_code is not None:
            self._retire_orphans()
        crew.look_after_retired()

    def _end_grace(self, now: float) -> None:
        say("the grace is over: calls that still run are given up")
        for child in (*self._sessions, *(old.id for old in self._crew.retired)):
            run_files.now(self._crew.where.run, child)
        self._kill_at = now + LAST_WORDS_S

    def _kill_all(self) -> None:
        for old in self._crew.retired:
            self._sessions[old.id] = old.session
        self._crew.retired = []
        for child in list(self._sessions):
            self._kill(child)

    def _kill(self, child: str) -> None:
        for pid in process_table.members(self._sessions.get(child, -1), child):
            process_table.kill(pid)

    def _retire_orphans(self) -> None:
        """Its main ended: workers it left (a sentinel killed) would never end by themselves."""
        cluster = self._crew.cluster
        assert cluster is not None
        session = self._sessions.get(cluster.id)
        if session is not None and process_table.members(session, cluster.id):
            del self._sessions[cluster.id]
            self._crew.retire_cluster("its main process ended before its workers")
