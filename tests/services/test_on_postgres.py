"""The same promises on PostgreSQL, where claims, double clicks and ids behave differently."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

import pytest

SENTENCES = [
    *(
        f"services/test_{name}.py"
        for name in (
            "submit",
            "turns",
            "leave_and_return",
            "steer",
            "repair",
            "every_job_ends",
            "picture_repair",
        )
    ),
    *("library/test_much_used.py", "library/test_counting_at_once.py", "web/test_drafts.py"),
]


@pytest.mark.postgres
@pytest.mark.slow
def test_asking_turns_leaving_and_steering_hold_on_postgresql() -> None:
    with tempfile.TemporaryDirectory(prefix="imagehub-tests-") as data:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
            "DATABASE_URL": os.environ["IMAGEHUB_TEST_POSTGRES"],
            "IMAGEHUB_DATA_DIR": data,
        }
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
            + [f"tests/{name}" for name in SENTENCES],
            env=environment,
            capture_output=True,
            text=True,
            timeout=170,
            check=False,
        )
    assert run.returncode == 0, run.stdout[-3000:]
