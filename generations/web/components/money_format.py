"""Money as people read it: three decimals under a dollar, two above, ≈ only for estimates."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from generations.providers.types import Estimate

_MILLI = Decimal("0.001")


def dollars(usd: Decimal) -> str:
    """`$0.042`, `$1.20`; more decimals where three would say nothing."""
    if usd == 0:
        return "$0"
    if usd >= 1:
        return f"${usd.quantize(Decimal('0.01'), ROUND_HALF_UP):,}"
    if usd < _MILLI:
        return f"${usd.normalize():f}"
    return f"${usd.quantize(_MILLI, ROUND_HALF_UP)}"


def about(estimate: Estimate | None) -> str:
    """`≈ $0.042`, `≈ $0.011–0.25`, `free`, or nothing where no price is known."""
    if estimate is None:
        return ""
    low, high = dollars(estimate.low), dollars(estimate.high)
    if low == high:
        return "free" if estimate.high == 0 else f"≈ {low}"
    return f"≈ {low}–{high.removeprefix('$')}"


def total(estimates: Iterable[Estimate | None]) -> Estimate | None:
    """The sum; None as soon as one part is unknown."""
    low = high = Decimal(0)
    for estimate in estimates:
        if estimate is None:
            return None
        low, high = low + estimate.low, high + estimate.high
    return Estimate(low=low, high=high)
