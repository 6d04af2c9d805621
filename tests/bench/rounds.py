"""How much is done for one number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    runs: int = 5
    jobs: int = 200
    upstream_s: float = 5
    clicks: int = 20
    windows: int = 200
    idle_s: float = 30  # for which idle processes are watched
    library: int = 100_000
    libraries: tuple[int, ...] = (1_000, 100_000, 1_000_000)
    pages: int = 30
    people: int = 50
    looks: int = 11  # at each page of the administration


QUICK = Effort(
    runs=1,
    jobs=20,
    upstream_s=1,
    clicks=5,
    windows=40,
    idle_s=5,
    library=10_000,
    libraries=(1_000, 10_000),
    pages=8,
    looks=5,
)
