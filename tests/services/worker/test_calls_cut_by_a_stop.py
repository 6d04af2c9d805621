"""Calls that are cut by the end of the grace: each is settled, once (rules.md section 3)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from generations.models import Generation
from generations.services.worker import drain_loop as drains
from generations.services.worker import run_job, stop_signals
from generations.services.worker.shared_resources import SharedResources
from tests.services.worker.test_crash_and_resume import DrainInThread, _status, _until
from tests.simulator.server import Simulator

Ask = Callable[..., Generation]


def test_the_end_of_the_grace_settles_every_call_however_often_it_is_said(
    ask: Ask, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drains, "MARK_S", 0.001)
    jobs = [ask(f"[hang] {number}") for number in range(20)]
    with DrainInThread():
        _until(lambda: all(_status(job) == "generating" for job in jobs))
        stop_signals.stop_mark().touch()
        stop_signals.now_mark().touch()
    assert {_status(job) for job in jobs} == {"unknown"}
    assert set(Generation.objects.values_list("code", flat=True)) == {"stopped"}


def test_a_call_cut_while_its_sending_was_being_recorded_is_settled(
    ask: Ask, simulator: Simulator
) -> None:
    job = ask()
    Generation.objects.filter(pk=job.pk).update(status="sending", posts=1)

    async def cut() -> None:
        resources = SharedResources("")
        await run_job.interrupt(job, "stopped", resources)
        await resources.close()

    asyncio.run(cut())
    job.refresh_from_db()
    assert (job.status, job.code) == ("unknown", "stopped")
