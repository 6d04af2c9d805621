"""A short selection of `make faults`, so that every change is hurt a little."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.ops.product import ROOT


@pytest.mark.slow
def test_the_sample_loses_and_doubles_nothing() -> None:
    sample = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--sample"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=170,
    )
    assert sample.returncode == 0, sample.stdout + sample.stderr[-3000:]
    assert "0 faults" in sample.stdout
