"""A cluster told to stop: what still renews leases is left until its calls end, the rest goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from imagehub.supervisor import run_files
from imagehub.supervisor.awake_clock import Ages
from imagehub.supervisor.children import process_table
from imagehub.supervisor.log import say
from imagehub.supervisor.supervisor_settings import Place

LAST_WORDS_S = 4.0  # between the mark "now" and the kill: 200 calls write their end in 2 to 3


@dataclass(slots=True, kw_only=True)
class Retired:
    id: str
    session: int
    since: float  # seconds awake
    told: set[str] = field(default_factory=set)  # lines said already

    def look(self, where: Place, ages: Ages, now: float) -> bool:
        """Kills what may go; True when nothing is left."""
        run_files.stop(where.run, self.id)
        alive = set(process_table.members(self.session, self.id))
        spared = self._spared(where, ages, now) & alive
        for pid in sorted(alive - spared):  # main and sentinel first: they would fork
            process_table.kill(pid)
        self._tell(spared, alive - spared)
        if not alive:
            run_files.forget(where.run, self.id)
        return not alive

    def _spared(self, where: Place, ages: Ages, now: float) -> set[int]:
        """The processes that hold calls: their drains renew leases, and time is left."""
        over = now - self.since - where.call_limit_s
        if over > 0:
            run_files.now(where.run, self.id)
        return set() if over > LAST_WORDS_S else renewing(where.run, self.id, where.lease_s, ages)

    def _tell(self, spared: set[int], killed: set[int]) -> None:
        name = self.id[:8]
        if killed:
            self._once(f"cluster {name}: ended {len(killed)} of its processes")
        if spared:
            self._once(f"cluster {name}: {len(spared)} still hold calls and are left to finish")
        if not killed and not spared:
            say(f"cluster {name}: nothing is left of it")

    def _once(self, line: str) -> None:
        if line not in self.told:
            self.told.add(line)
            say(line)


def renewing(run: Path, cluster: str, lease_s: float, ages: Ages) -> set[int]:
    """Processes of this cluster whose drain renewed its leases within one lease.

    A file read in the moment it is written anew is empty: that is no reason to kill a paid call.
    """
    found = set()
    for pid, owner in run_files.drains(run).items():
        age = ages.age(run / f"drain-{pid}")
        if owner in (cluster, "") and age is not None and age <= lease_s:
            found.add(pid)
    return found
