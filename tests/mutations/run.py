"""Runs cases on one database and prints, as JSON, the share that went right and the faults.

`python -m tests.mutations.run --examples 60 --seed 0`; DATABASE_URL names another database.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LIMITS = {
    "SILENCE_LIMIT_S": 5.0,
    "CALL_LIMIT_S": 12.0,
    "POLL_LIMIT_S": 5.0,
    "MIN_FREE": 0,
    "LEASE_S": 30,
}


def main() -> None:
    asked = _arguments()
    with _ground() as simulator:
        from tests.mutations import report

        print(json.dumps(report.of(simulator, asked.examples, asked.seed, asked.only)))


def _arguments() -> Any:
    reader = argparse.ArgumentParser()
    reader.add_argument("--examples", type=int, default=60, help="of each dialect; 0: the tables")
    reader.add_argument("--seed", type=int, default=0)
    reader.add_argument("--only", default="", help="dialects whose name begins so")
    return reader.parse_args()


@contextmanager
def _ground() -> Iterator[Any]:
    """An empty test database, a data folder, the simulator and short limits."""
    folder = tempfile.mkdtemp(prefix="imagehub-mutations-")
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "IMAGEHUB_DATA_DIR": folder}
    import django

    django.setup()
    from django.conf import settings
    from django.test.runner import DiscoverRunner
    from django.test.utils import setup_test_environment

    from generations.services.worker import save_pictures
    from tests.mutations.case import PREFIXES
    from tests.simulator.server import Simulator

    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    old = runner.setup_databases()
    simulator = Simulator()
    settings.PROVIDER_URLS = {slug: simulator.url(slug) for slug in PREFIXES}
    for name, value in LIMITS.items():
        setattr(settings, name, value)
    save_pictures.PAUSES_S = (0.05, 0.1)  # the clock alone: how often is as in life
    try:
        yield simulator
    finally:
        simulator.stop()
        runner.teardown_databases(old)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
