"""Whatever a router answers: the picture is kept, the job ends, every page is there, no key shows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.mutations.databases import run

EXAMPLES = 60  # of each dialect


def _all_right(told: dict[str, Any] | None) -> None:
    assert told is not None
    assert not told["faults"], json.dumps(told["faults"], indent=1)[:6000]
    assert min(told["counted"].values()) >= EXAMPLES


@pytest.mark.slow
def test_mutated_answers_harm_nothing_on_sqlite() -> None:
    _all_right(run("SQLite", EXAMPLES))


@pytest.mark.slow
@pytest.mark.postgres
def test_mutated_answers_harm_nothing_on_postgresql() -> None:
    _all_right(run("PostgreSQL", EXAMPLES))
