"""Runs in a process of its own for each database, as in life one product has one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

DATABASES = ("SQLite", "PostgreSQL")


def run(database: str, examples: int, seed: int = 0) -> dict[str, Any] | None:
    """What came of so many examples of each dialect; None where that database is not there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    kept.pop("DATABASE_URL", None)
    if database == "PostgreSQL":
        if "IMAGEHUB_TEST_POSTGRES" not in os.environ:
            return None
        kept["DATABASE_URL"] = os.environ["IMAGEHUB_TEST_POSTGRES"]
    command = [sys.executable, "-m", "tests.mutations.run"]
    command += ["--examples", str(examples), "--seed", str(seed)]
    ended = subprocess.run(command, env=kept, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise RuntimeError(ended.stderr[-3000:])
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return told
