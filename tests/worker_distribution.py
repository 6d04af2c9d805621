"""Which tests share a worker, and which go first.

pytest-xdist's marker for groups is no longer read under pytest 9.2, and nothing says so: each worker
then starts a product and a browser of its own. Hence a scheduler of our own.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

BROWSER = "tests/e2e/"
BROWSERS = 2  # workers that start one, each with a product behind it, and one less than there are
TOGETHER = (
    "tests/bench/test_bench.py",
    "tests/ops/test_backup.py",
    "tests/ops/test_container_image.py",
)
# Each takes a minute or more, so they begin before all that are short.
LONG = (
    "tests/mutations/test_mutations.py",
    "tests/services/test_on_postgres.py",
    "tests/ops/test_container_image.py",
    "tests/faults/test_sample.py",
)


class ByWhatTheyShare(LoadScopeScheduling):
    """The browser's files for a few workers that begin with them; every other test by itself."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # by number of tests: the order below is better
        self._with_browser: list[WorkerController] = []

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        """The first one in the queue that this worker should take goes to its front."""
        found = next((scope for scope in self.workqueue if self._suits(node, scope)), None)
        if found is not None:
            self.workqueue.move_to_end(found, last=False)
        super()._assign_work_unit(node)

    def _reschedule(self, node: WorkerController) -> None:
        """Without a browser a worker rather ends than starts one more, which takes half a minute."""
        if not self._has_browser(node) and all(one.startswith(BROWSER) for one in self.workqueue):
            node.shutdown()
        else:
            super()._reschedule(node)

    def _suits(self, node: WorkerController, scope: str) -> bool:
        return scope.startswith(BROWSER) == self._has_browser(node)

    def _has_browser(self, node: WorkerController) -> bool:
        """Whoever comes first has one, and the place of one that has crashed is free again."""
        self._with_browser = [one for one in self._with_browser if one in self.assigned_work]
        if node not in self._with_browser and len(self._with_browser) < self._browsers():
            self._with_browser.append(node)
        return node in self._with_browser

    def _browsers(self) -> int:
        return max(1, min(BROWSERS, self.numnodes - 1))


def group_of(nodeid: str) -> str:
    """The browser's by files, others by what they share; else itself."""
    if nodeid.startswith(BROWSER):
        return nodeid.partition("::")[0]
    return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


def sort(items: list[pytest.Item]) -> None:
    """The browser's first, then what is long: a long one at the end leaves a worker idle."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    if item.nodeid.startswith((BROWSER, *LONG)):
        return 0
    has_database = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    is_slow = item.get_closest_marker("slow") and not has_database
    return 1 if is_slow else 2  # the database's stay as pytest-django has put them
