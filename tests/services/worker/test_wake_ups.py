"""Whether a drain must be called: only drains at work count (rules.md section 3)."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django_q.models import OrmQ

from generations import queue
from generations.models import Beat, Generation
from tests.simulator.server import Simulator

Ask = Callable[..., Generation]
Work = Callable[[], None]


def _beat(cluster: str, pid: int, number: int) -> None:
    Beat.objects.create(name=f"drain:{cluster}:{pid}:{number}", at=timezone.now())


def _waiting() -> int:
    return OrmQ.objects.count()


def test_two_drains_at_work_need_no_wake_up(simulator: Simulator, alice: object) -> None:
    for number in range(2):
        _beat("new", os.getpid(), number)
    queue.wake()
    assert _waiting() == 0


def test_the_beats_of_killed_drains_keep_no_wake_up_back(
    simulator: Simulator, alice: object
) -> None:
    for number in range(2):
        _beat("new", 9_999_990 + number, number)
    queue.wake()
    assert _waiting() == 1


def test_drains_told_to_claim_no_more_keep_no_wake_up_back(
    simulator: Simulator, alice: object, settings: Any
) -> None:
    for number in range(2):
        _beat("old", os.getpid(), number)
    settings.RUN_DIR.mkdir()
    (settings.RUN_DIR / "old.stop").touch()
    queue.wake()
    assert _waiting() == 1


def test_a_drain_that_leaves_counts_itself_no_longer(
    ask: Ask, work: Work, simulator: Simulator, settings: Any
) -> None:
    settings.MIN_FREE = 10**18
    _beat(queue.cluster_id(), os.getpid(), 0)  # another one, just leaving too
    ask()
    OrmQ.objects.all().delete()
    work()
    assert _waiting() == 1
