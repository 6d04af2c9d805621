"""Time asleep ages nothing, and a child that dies young is not started in a frenzy."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from imagehub import suspend_detection
from imagehub.supervisor.awake_clock import Ages, AwakeClock
from imagehub.supervisor.children.child import Child
from imagehub.supervisor.children.restart_backoff import RestartBackoff
from imagehub.supervisor.children.stopping_clusters import renewing


class Clocks:
    """Both clocks of the machine, in our hands."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monotonic, self.wall = time.monotonic(), time.time()
        monkeypatch.setattr(time, "monotonic", lambda: self.monotonic)
        monkeypatch.setattr(time, "time", lambda: self.wall)

    def go(self, monotonic: float, wall: float | None = None) -> None:
        self.monotonic += monotonic
        self.wall += monotonic if wall is None else wall


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def test_a_closed_lid_ages_no_lease(clocks: Clocks, tmp_path: Path) -> None:
    lease = tmp_path / "drain-1"
    lease.touch()
    os.utime(lease, (clocks.wall, clocks.wall))
    clock = AwakeClock()
    ages = Ages(clock)
    assert ages.age(lease) == pytest.approx(0, abs=0.1)
    clocks.go(0.5, wall=3600)
    clock.tick()
    assert (ages.age(lease) or 0) < 1


def test_a_lease_read_while_it_is_written_spares_its_process(tmp_path: Path) -> None:
    (tmp_path / "drain-11").touch()
    (tmp_path / "drain-12").write_text("ours")
    (tmp_path / "drain-13").write_text("another")
    stale = tmp_path / "drain-14"
    stale.write_text("ours")
    os.utime(stale, (time.time() - 60, time.time() - 60))
    assert renewing(tmp_path, "ours", 2, Ages(AwakeClock())) == {11, 12}


def test_a_supervisor_that_was_frozen_counts_nothing(clocks: Clocks) -> None:
    clock = AwakeClock()
    clocks.go(600)
    assert clock.tick() == 0
    clocks.go(0.5)
    assert clock.tick() == pytest.approx(0.5)


def test_a_clock_set_right_is_no_silence(clocks: Clocks, tmp_path: Path) -> None:
    beat = tmp_path / "beat"
    beat.touch()
    os.utime(beat, (clocks.wall, clocks.wall))
    clock = AwakeClock()
    ages = Ages(clock)
    ages.age(beat)
    clocks.go(0.5, wall=-86400)
    clock.tick()
    os.utime(beat, (clocks.wall, clocks.wall))
    assert ages.age(beat) == 0


def test_the_web_after_a_sleep_is_starting(clocks: Clocks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suspend_detection, "_state", suspend_detection._Awake())
    clocks.go(1, wall=3600)
    assert suspend_detection.seconds() == 0
    clocks.go(40)
    assert suspend_detection.seconds() == pytest.approx(40)


def test_replacements_wait_longer_each_time_they_die_young(clocks: Clocks) -> None:
    backoff = RestartBackoff()
    pauses = []
    for _ in range(6):
        pauses.append(backoff.after(Child(id="c", module="m", pid=1), worked=False))
    assert pauses == [0, 0.2, 1, 2, 5, 5]
    old = Child(id="c", module="m", pid=1)
    clocks.go(60)
    assert backoff.after(old, worked=False) == 0
