"""Answers that cannot be spooled, pictures that cannot be stored or fetched (rules.md section 1)."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generations.models import Generation
from generations.services.jobs import internal_errors
from generations.services.worker import stop_signals
from generations.stored import spool
from tests.services.worker.test_crash_and_resume import DrainInThread, _die, _status, _until
from tests.simulator.server import Simulator

Ask = Callable[..., Generation]
Work = Callable[[], None]


class ResidentDrain(DrainInThread):
    """A drain that would stay long after the test, were it not told to stop."""

    def __exit__(self, *told: object) -> None:
        stop_signals.stop_mark().touch()
        super().__exit__(*told)


def test_an_answer_that_cannot_be_spooled_is_unknown_though_its_drain_lives(
    ask: Ask, simulator: Simulator, settings: Any
) -> None:
    job = ask("[slow=1]")
    with ResidentDrain():
        _until(lambda: _status(job) == "generating")
        folder, settings.SPOOL_DIR = settings.SPOOL_DIR, _not_a_folder(settings.SPOOL_DIR)
        time.sleep(2)
        settings.SPOOL_DIR = folder
        _until(lambda: _status(job) == "unknown", 12)
    job.refresh_from_db()
    assert (job.code, job.may_have_charged) == ("worker_died", True)
    assert simulator.posts(job.prompt) == 1


@pytest.mark.parametrize("written", [b"", b'{"status": 2'])
def test_a_worker_that_died_over_the_head_of_an_answer_leaves_an_unknown_job(
    written: bytes, ask: Ask, work: Work, simulator: Simulator, settings: Any
) -> None:
    job = ask("died over its head")
    spool.begin(job.uid, status=200, headers={}, polling=False).close()
    (Path(settings.SPOOL_DIR) / f"{job.uid}.head").write_bytes(written)
    _die(job, "generating", posts=1)
    work()
    job.refresh_from_db()
    assert (job.status, job.code, job.may_have_charged) == ("unknown", "worker_died", True)
    assert simulator.posts(job.prompt) == 0


def test_a_picture_that_cannot_be_stored_is_stored_when_it_can(
    ask: Ask, simulator: Simulator, settings: Any
) -> None:
    folder = settings.PICTURE_DIR
    settings.PICTURE_DIR = _not_a_folder(folder)
    job = ask()
    with ResidentDrain():
        _until(lambda: _status(job) == "saving")
        time.sleep(0.5)
        settings.PICTURE_DIR = folder
        _until(lambda: _status(job) == "done", 12)
    assert simulator.posts(job.prompt) == 1


def test_a_disk_that_takes_nothing_counts_for_no_job_and_the_card_says_why(
    ask: Ask, simulator: Simulator, settings: Any
) -> None:
    settings.LEASE_S = 0.5
    folder = settings.PICTURE_DIR
    settings.PICTURE_DIR = _not_a_folder(folder)
    job = ask()
    with ResidentDrain():
        _until(lambda: "disk" in _message(job), 15)
        time.sleep(2.5)  # more than three tries
        assert _status(job) == "saving"
        settings.PICTURE_DIR = folder
        _until(lambda: _status(job) == "done", 15)
    job.refresh_from_db()
    assert (job.faults, job.message, job.posts) == (0, "", 1)


def test_a_picture_that_kills_its_worker_is_not_tried_for_ever(ask: Ask, work: Work) -> None:
    job = ask("[url]")
    _die(job, "saving", posts=1, save_tries=internal_errors.SAVES)
    with spool.begin(job.uid, status=200, headers={}, polling=False):
        spool.complete(job.uid)
    work()
    job.refresh_from_db()
    assert (job.status, job.code) == ("failed", "internal_error")


def test_a_file_server_that_is_away_for_a_moment_costs_no_picture(
    ask: Ask, settle: Callable[[Generation], None], simulator: Simulator
) -> None:
    job = ask("[url][shut-file=2]")
    settle(job)
    assert job.status == "done"
    assert simulator.posts(job.prompt) == 1


def _message(job: Generation) -> str:
    return Generation.objects.values_list("message", flat=True).get(pk=job.pk)


def _not_a_folder(path: Path) -> Path:
    """As unwritable as a full disk, also for root."""
    other = path.with_suffix(".file")
    other.touch()
    return other / "inside"
