"""Since when this process has been awake: a suspended laptop's heartbeat is not a stopped one."""

from __future__ import annotations

import time

ASLEEP_S = 5.0  # the two clocks disagree by so much after a sleep


class _Awake:
    def __init__(self) -> None:
        self.since = time.monotonic()
        self.offset = time.time() - time.monotonic()


_state = _Awake()


def look() -> None:
    """Notices a sleep; called every few seconds."""
    offset = time.time() - time.monotonic()
    if offset - _state.offset > ASLEEP_S:
        _state.since = time.monotonic()
    _state.offset = offset


def seconds() -> float:
    """Awake for so long: since the start, or since the last sleep."""
    look()
    return time.monotonic() - _state.since
