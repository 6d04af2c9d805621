"""The same promises on PostgreSQL, where claims, double clicks and ids behave differently."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

import pytest

SENTENCES = {
    "asking, turns and steering": [
        *(f"services/test_{name}.py" for name in ("submit", "turns", "steer", "key_refusals")),
        *("library/test_much_used.py", "library/test_counting_at_once.py"),
        "web/test_drafts.py",
    ],
    "leaving and returning": ["services/test_leave_and_return.py"],
    "every end": [
        *(f"services/test_{name}.py" for name in ("every_job_ends", "half_sets")),
    ],
    "repairs": ["services/test_repair.py", "services/test_picture_repair.py"],
}


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.parametrize("what", SENTENCES)
def test_it_holds_on_postgresql(what: str, worker_id: str) -> None:
    server = os.environ["IMAGEHUB_TEST_POSTGRES"]
    with tempfile.TemporaryDirectory(prefix="imagehub-tests-") as data:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
            "DATABASE_URL": server,
            "IMAGEHUB_DATA_DIR": data,
            "IMAGEHUB_TEST_DATABASE": f"test_{worker_id}",  # two may run at once
        }
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
            + [f"tests/{name}" for name in SENTENCES[what]],
            env=environment,
            capture_output=True,
            text=True,
            timeout=170,
            check=False,
        )
    assert run.returncode == 0, run.stdout[-3000:]
