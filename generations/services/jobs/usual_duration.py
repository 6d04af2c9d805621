"""How long a model usually takes here: promised only from five past runs (rules.md section 4)."""

from __future__ import annotations

import statistics
import time

from generations.models import Generation, Status

RUNS = 5
LOOKED_AT = 25  # the newest runs
FRESH_S = 30
_cache: dict[tuple[str, str], tuple[float, float | None]] = {}


def seconds(provider: str, model: str) -> float | None:
    """Median seconds from sending to done of the last runs; None below five."""
    known = _cache.get((provider, model))
    if known and time.monotonic() - known[0] < FRESH_S:
        return known[1]
    value = _median(provider, model)
    _cache[(provider, model)] = (time.monotonic(), value)
    return value


def _median(provider: str, model: str) -> float | None:
    rows = (
        Generation.objects.filter(
            provider=provider, model=model, status=Status.DONE, sent_at__isnull=False
        )
        .order_by("-id")
        .values_list("sent_at", "finished_at")[:LOOKED_AT]
    )
    took = [(end - start).total_seconds() for start, end in rows if start and end]
    return statistics.median(took) if len(took) >= RUNS else None
