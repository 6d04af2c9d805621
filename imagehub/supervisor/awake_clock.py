"""Time during which this machine and this process were awake, and how long a file lay still."""

from __future__ import annotations

import time
from pathlib import Path

from imagehub.supervisor.log import say

ASLEEP_S = 5.0  # a longer gap between two looks was no waiting of ours


class AwakeClock:
    """Seconds awake. A suspended laptop and a stopped supervisor do not age anything."""

    def __init__(self) -> None:
        self.now = 0.0
        self._monotonic, self._wall = time.monotonic(), time.time()

    def tick(self) -> float:
        """Moves on and returns the seconds counted since the last tick."""
        monotonic, wall = time.monotonic(), time.time()
        step, wall_step = monotonic - self._monotonic, wall - self._wall
        self._monotonic, self._wall = monotonic, wall
        if max(step, wall_step) > ASLEEP_S:
            say(f"was asleep for {max(step, wall_step):.0f} s; not counted")
        counted = step if step <= ASLEEP_S else 0.0
        self.now += counted
        return counted


class Ages:
    """How long ago, in seconds awake, each file was last touched."""

    def __init__(self, clock: AwakeClock) -> None:
        self._clock = clock
        self._seen: dict[Path, tuple[float, float]] = {}  # its mtime, and when we saw that

    def age(self, path: Path) -> float | None:
        """None where there is no such file."""
        try:
            touched = path.stat().st_mtime
        except FileNotFoundError:
            self._seen.pop(path, None)
            return None
        before = self._seen.get(path)
        if before is None:
            self._seen[path] = (touched, self._clock.now - max(0.0, time.time() - touched))
        elif before[0] != touched:
            self._seen[path] = (touched, self._clock.now)
        return self._clock.now - self._seen[path][1]
