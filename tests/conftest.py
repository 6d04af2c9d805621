"""What every test may ask for, and what is skipped where a server or a browser is not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests import worker_distribution
from tests.ops import prepared_folder

NEEDED = {
    "postgres": ("IMAGEHUB_TEST_POSTGRES", "a PostgreSQL server"),
    "redis": ("IMAGEHUB_TEST_REDIS", "a Redis server"),
}


def pytest_xdist_make_scheduler(
    config: pytest.Config, log: Any
) -> worker_distribution.ByWhatTheyShare:
    return worker_distribution.ByWhatTheyShare(config, log)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        prepared_folder.begin()
        prepared_folder.keep_compiled()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        prepared_folder.end()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    worker_distribution.sort(items)


@pytest.fixture(autouse=True)
def _needs(request: pytest.FixtureRequest) -> None:
    """Skips with the reason; under `.ci/run` nothing is skipped."""
    for marker, (variable, what) in NEEDED.items():
        if request.node.get_closest_marker(marker) and not os.environ.get(variable):
            reason = f"needs {what}: set {variable}"
            if os.environ.get("IMAGEHUB_REQUIRE_ALL"):
                pytest.fail(reason)
            pytest.skip(reason)


@pytest.fixture(autouse=True)
def _no_index_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test committed is flushed after it; the tables of words are no models and stay."""
    marker = request.node.get_closest_marker("django_db")
    is_marked = marker is not None and marker.kwargs.get("transaction", False)
    is_committing = is_marked or "transactional_db" in request.fixturenames
    if is_committing:
        request.getfixturevalue("transactional_db")
    yield
    if is_committing:
        from django.db import connection

        with connection.cursor() as cursor:
            for table in ("library_index", "library_prompts"):
                cursor.execute(f"DELETE FROM {table}")
