"""A simulator for all provider tests, and a way to ask one question of one router."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.providers.calls import Asking
from tests.simulator.server import Simulator


@pytest.fixture(scope="session")
def simulator() -> Iterator[Simulator]:
    running = Simulator()
    yield running
    running.stop()


@pytest.fixture
def asking(simulator: Simulator, tmp_path: Path) -> Asking:
    simulator.reset()
    return Asking(simulator, tmp_path)
