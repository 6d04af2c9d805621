"""A short selection of `make faults`, so that every change is hurt a little."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.faults.scenarios import SAMPLE
from tests.ops.product import ROOT


@pytest.mark.slow
@pytest.mark.parametrize("name", [scenario.name for scenario in SAMPLE])
def test_the_sample_loses_and_doubles_nothing(name: str) -> None:
    sample = subprocess.run(
        [sys.executable, "-m", "tests.faults", name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=170,
    )
    assert sample.returncode == 0, sample.stdout + sample.stderr[-3000:]
    assert "0 faults" in sample.stdout
