"""Redis as the queue's broker: the wake-up goes on commit, and a picture arrives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ops.product import ROOT, Product


@pytest.mark.redis
@pytest.mark.slow
def test_a_job_runs_with_redis_as_the_broker(tmp_path: Path) -> None:
    product = Product(tmp_path / "data", REDIS_URL=os.environ["IMAGEHUB_TEST_REDIS"])
    (tmp_path / "data").mkdir(exist_ok=True)
    product.migrate()
    product.start()
    try:
        _manage(product, "create_user", "ada@example.org", "--role", "member", "--password-stdin")
        told = _manage(
            product,
            *("generate", "ada@example.org", "--model", "sandbox/scenes"),
            *("--prompt", "a hill", "--set", "size=256x256", "--wait", "30"),
        )
        assert json.loads(told)["status"] == "done"
    finally:
        product.clear_away()


def _manage(product: Product, *words: str) -> str:
    run = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=product.environment,
        input="a long password 99\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return run.stdout
