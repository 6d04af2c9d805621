"""What every test may ask for, and what is skipped where a server or a browser is not there."""

from __future__ import annotations

import os

import pytest

NEEDED = {
    "postgres": ("IMAGEHUB_TEST_POSTGRES", "a PostgreSQL server"),
    "redis": ("IMAGEHUB_TEST_REDIS", "a Redis server"),
}


@pytest.fixture(autouse=True)
def _needs(request: pytest.FixtureRequest) -> None:
    """Skips with the reason; under `.ci/run` nothing is skipped."""
    for marker, (variable, what) in NEEDED.items():
        if request.node.get_closest_marker(marker) and not os.environ.get(variable):
            reason = f"needs {what}: set {variable}"
            if os.environ.get("IMAGEHUB_REQUIRE_ALL"):
                pytest.fail(reason)
            pytest.skip(reason)
