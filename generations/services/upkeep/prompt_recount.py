"""Counts much-used prompts in the worker, soon after the commits that changed them.

No lock is held while counting. What a dead worker left is waiting still, and sent for again by the
heartbeat.
"""

from __future__ import annotations

import time
from datetime import timedelta

from django.utils import timezone

from generations import queue
from generations.library.index import deferred_prompt_counts, prompt_history
from generations.models import Uncounted

TURN_S = 5.0  # a worker's turn: heartbeats and key checks want it too
REST_S = 0.3  # between looks; after a long count as long as that
LATE_S = 5  # nobody is at it


def run(*, turn_s: float = TURN_S) -> None:
    """Counts until a look finds nothing that waits, or hands the rest to the next turn."""
    until = time.monotonic() + turn_s
    while took_s := _round():
        if time.monotonic() >= until:
            return queue.count_prompts()
        time.sleep(max(REST_S, took_s))


def wake_left() -> int:
    """Sends for what a dead worker left; returns how many changes wait."""
    late = timezone.now() - timedelta(seconds=LATE_S)
    left = Uncounted.objects.filter(at__lt=late).count()
    if left:
        queue.count_prompts()
    return left


def _round() -> float:
    """Everything that waits, once; returns how long that took, 0 where nothing did."""
    begin = time.monotonic()
    found = deferred_prompt_counts.waiting()
    for digest in found:
        prompt_history.store(prompt_history.count(digest))
    return time.monotonic() - begin if found else 0.0
