"""A step is done again when its inputs changed, and only then."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from imagehub import setup_steps
from tests.ops.product import ROOT


def test_a_step_with_the_same_inputs_is_skipped(tmp_path: Path) -> None:
    done: list[str] = []
    for digest in ("one", "one", "two"):
        setup_steps.step(tmp_path / "stamp", digest, lambda: done.append("x"), "words")
    assert len(done) == 2


def test_a_step_that_failed_is_done_again(tmp_path: Path) -> None:
    def fail() -> None:
        raise SystemExit(1)

    setup_steps.step(tmp_path / "stamp", "one", lambda: None, "words")
    with pytest.raises(SystemExit):
        setup_steps.step(tmp_path / "stamp", "two", fail, "words")
    assert not (tmp_path / "stamp").exists()


def test_bare_make_lists_every_target_with_a_line() -> None:
    listed = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True).stdout
    makefile = (ROOT / "Makefile").read_text()
    targets = [line.split()[1] for line in makefile.splitlines() if line.startswith(".PHONY:")]
    assert len(targets) > 5
    for target in targets:
        (line,) = [line for line in listed.splitlines() if line.split()[1] == target]
        assert len(line.split()) > 4
