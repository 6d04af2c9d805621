"""The web, the cluster, and clusters that were told to stop: start, notice ends, replace."""

from __future__ import annotations

import signal
import socket
import time

from imagehub.supervisor import run_files
from imagehub.supervisor.awake_clock import Ages, AwakeClock
from imagehub.supervisor.children import process_table
from imagehub.supervisor.children.child import Child, Lifeline
from imagehub.supervisor.children.restart_backoff import RestartBackoff
from imagehub.supervisor.children.stopping_clusters import Retired
from imagehub.supervisor.log import say
from imagehub.supervisor.signals import reap
from imagehub.supervisor.supervisor_settings import Place

WEB, CLUSTER = "imagehub.web", "imagehub.cluster"


class Crew:
    def __init__(self, where: Place, clock: AwakeClock) -> None:
        self.where, self.clock, self.ages = where, clock, Ages(clock)
        self.listening: socket.socket | None = None
        self.web: Child | None = None
        self.cluster: Child | None = None
        self.retired: list[Retired] = []
        self._lifeline = Lifeline()
        self._backoff = {WEB: RestartBackoff(), CLUSTER: RestartBackoff()}
        self.hopeless = ""  # why no other child is started, in a sentence
        self._began = time.time()
        self._due = {WEB: 0.0, CLUSTER: 0.0}  # by the monotonic clock

    def adopt_earlier(self) -> bool:
        """Treats what an earlier run left like a silent cluster's processes. True if there was."""
        found = False
        for child, session, started in run_files.remembered(self.where.run):
            alive = process_table.started(session) in ("", started) and process_table.members(
                session, child
            )
            if alive:
                say(f"found {len(alive)} processes of an earlier run ({child[:8]})")
                self.retired.append(Retired(id=child, session=session, since=self.clock.now))
                found = True
            else:
                run_files.forget(self.where.run, child)
        return found

    def start_missing(self) -> None:
        """Starts the web and a cluster where there is none and its pause is over."""
        if self.web is None and time.monotonic() >= self._due[WEB] and self.listening:
            listen = self.listening.fileno()
            self.web = self._lifeline.start(WEB, self.where.run, listen=listen)
            say(f"web started, process {self.web.pid}")
        if self.cluster is None and time.monotonic() >= self._due[CLUSTER]:
            self.cluster = self._lifeline.start(CLUSTER, self.where.run)
            say(f"cluster {self.cluster.short} started, process {self.cluster.pid}")

    def notice_ends(self) -> None:
        """Takes note of children that ended."""
        ended = reap()
        for child in (self.web, self.cluster):
            if child is not None and child.pid in ended:
                child.exit_code = ended[child.pid]

    def replace_ended(self) -> None:
        """An ended web or cluster makes room for its replacement."""
        if self.web is not None and self.web.exit_code is not None:
            say(f"web ended ({_how(self.web.exit_code)}); starting another")
            self.see_off_web()
        if self.cluster is not None and self.cluster.exit_code is not None:
            self.retire_cluster(f"its main process ended ({_how(self.cluster.exit_code)})")

    def see_off_web(self) -> None:
        """The web ended: it holds nothing, so its files go."""
        assert self.web is not None
        self._wait_before_another(self.web, run_files.PULSE)
        run_files.forget(self.where.run, self.web.id)
        self.web = None

    def retire_cluster(self, why: str) -> None:
        """Tells the cluster to stop claiming; a new one starts at the next look."""
        old = self.cluster
        assert old is not None
        say(f"cluster {old.short}: {why}; it claims no more")
        run_files.stop(self.where.run, old.id)
        self.retired.append(Retired(id=old.id, session=old.pid, since=self.clock.now))
        self._wait_before_another(old, run_files.beat(self.where.run, old.id).name)
        self.cluster = None

    def _wait_before_another(self, old: Child, sign: str) -> None:
        """sign: the file that is touched while a child of its kind does what it is for."""
        backoff, run = self._backoff[old.module], self.where.run
        worked = run_files.touched_since(run / sign, self._began)
        self._due[old.module] = time.monotonic() + backoff.after(old, worked=worked)
        if backoff.is_over and not self.hopeless:
            kind = old.module.rpartition(".")[2]
            why = run_files.last_words(run, old.id) or "without a word"
            self.hopeless = f"the {kind} dies at every start: {why}"

    def look_after_retired(self) -> None:
        """Ends what may be ended of clusters that were told to stop."""
        now = self.clock.now
        self.retired = [old for old in self.retired if not old.look(self.where, self.ages, now)]

    def watch_leases(self) -> None:
        """Looks at every drain's file, so that its age is known when it matters."""
        for pid in run_files.drains(self.where.run):
            self.ages.age(self.where.run / f"drain-{pid}")


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
