"""How fast this machine is at the moment: "within a second" is meant of one that is not held up.

A test that looks at the clock while another uses the same processors, or on a machine whose owner
gives them to somebody else, would otherwise fail for reasons that are not the product's.
"""

from __future__ import annotations

import time

STEPS = 2_000_000
MOST = 4.0  # a moment's standstill must not let everything pass
QUIET_S = 0.03  # of that many steps on an ordinary core that has nothing else to do


def slack() -> float:
    """How many times longer the same work takes here and now; from 1 to MOST."""
    begin = time.perf_counter()
    sum(range(STEPS))
    return min(MOST, max(1.0, (time.perf_counter() - begin) / QUIET_S))


def own(seconds: float) -> float:
    """So many seconds of this machine, in seconds of the clock."""
    return seconds * slack()
