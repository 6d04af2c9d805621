"""Which tests share a worker, and which go first.

pytest-xdist's marker for groups is no longer read under pytest 9.2, and nothing says so: each worker
then starts a product and a browser of its own. Hence a scheduler of our own.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

BROWSER = "tests/e2e/"
TOGETHER = (BROWSER, "tests/bench/test_bench.py", "tests/ops/test_backup.py")


class ByWhatTheyShare(LoadScopeScheduling):
    """One worker for all that share a product; every other test by itself, in the order collected."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # by number of tests: the order below is better

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def group_of(nodeid: str) -> str:
    """What it shares a product with, or itself."""
    return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


def sort(items: list[pytest.Item]) -> None:
    """The browser's first, then what is slow: a long one at the end leaves a worker idle."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    if item.nodeid.startswith(BROWSER):
        return 0
    has_database = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    is_slow = item.get_closest_marker("slow") and not has_database
    return 1 if is_slow else 2  # the database's stay as pytest-django has put them
