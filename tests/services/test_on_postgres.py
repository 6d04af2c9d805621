"""The same promises on PostgreSQL, where claims, double clicks and ids behave differently."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

import pytest

SENTENCES = {
    "asking, turns and steering": [
        "services/jobs/test_submit.py",
        "services/worker/test_fair_scheduling.py",
        "services/jobs/test_job_actions.py",
        "services/notices/test_key_refusals.py",
        "library/test_deferred_prompt_counts.py",
        "library/test_concurrent_prompt_counts.py",
        "web/composer/test_drafts.py",
    ],
    "leaving and returning": ["services/worker/test_crash_and_resume.py"],
    "every end": [
        "services/worker/test_every_job_ends.py",
        "services/worker/test_partial_sets.py",
    ],
    "repairs": [
        "services/upkeep/test_data_repair.py",
        "services/upkeep/test_picture_repair.py",
    ],
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
