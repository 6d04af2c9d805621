"""Time asleep does not count: after a closed lid nobody's lease has run out for want of trying."""

from __future__ import annotations

import time

JUMP_S = 5.0  # wall clock ahead of the monotonic one by this much: the machine slept


class AwakeClock:
    """Tells whether the machine slept lately, by comparing the wall and the monotonic clock."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()
        self._woke_at: float | None = None

    def was_awake_for(self, seconds: float) -> bool:
        """False for `seconds` after a sleep: others must get time to renew their leases first."""
        offset = time.time() - time.monotonic()
        if offset - self._offset > JUMP_S:
            self._woke_at = time.monotonic()
        self._offset = offset
        return self._woke_at is None or time.monotonic() - self._woke_at >= seconds
