"""Workers die and are stopped in every state: what happens to the job (rules.md sections 1 and 3)."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from generations import queue
from generations.models import Beat, Event, Generation
from generations.services.jobs import transitions
from generations.services.worker import claim_lease, stop_signals
from generations.services.worker.drain_loop import drain
from generations.stored import spool
from tests.simulator.server import Simulator

Ask = Callable[..., Generation]
Work = Callable[[], None]


def _die(job: Generation, status: str, **values: Any) -> None:
    """The job as a killed worker leaves it: in a state, under a lease that has run out."""
    past = timezone.now() - timedelta(seconds=1)
    Generation.objects.filter(pk=job.pk).update(
        status=status, lease_owner="gone:1:dead", lease_until=past, **values
    )


@pytest.mark.parametrize("status", ["sending", "generating"])
def test_a_job_left_in_mid_call_is_unknown_and_never_sent_again(
    status: str, ask: Ask, work: Work, simulator: Simulator
) -> None:
    job = ask("half way")
    _die(job, status, posts=1)
    work()
    job.refresh_from_db()
    assert (job.status, job.code, job.may_have_charged) == ("unknown", "worker_died", True)
    assert simulator.posts("half way") == 0


def test_a_job_claimed_but_not_sent_is_simply_sent(ask: Ask, work: Work) -> None:
    job = ask()
    _die(job, "queued")
    work()
    job.refresh_from_db()
    assert (job.status, job.posts) == ("done", 1)


@pytest.mark.parametrize("status", ["sending", "generating", "saving"])
def test_a_complete_answer_in_the_spool_is_read_after_a_death(
    status: str, ask: Ask, work: Work, simulator: Simulator
) -> None:
    job = ask("rescued")
    _spool_an_answer(job, simulator)
    _die(job, status, posts=1)
    work()
    job.refresh_from_db()
    assert job.status == "done"
    assert job.pictures.count() == 1
    assert simulator.posts("rescued") == 1  # the one that filled the spool


def test_a_reference_is_polled_on_after_a_death(
    ask: Ask,
    work: Work,
    settle: Callable[[Generation], None],
    simulator: Simulator,
    settings: Any,
) -> None:
    settings.POLL_FIRST_S = 60
    job = ask("[pending=3]", provider="fastrouter", model="leonardo-ai/phoenix")
    work()
    assert _status(job) == "polling"
    settings.POLL_FIRST_S = 0.05
    _die(job, "polling", due_at=timezone.now())
    settle(job)
    assert job.status == "done"
    assert simulator.posts(job.prompt) == 1


def test_a_living_lease_is_left_alone(ask: Ask, work: Work) -> None:
    job = ask()
    Generation.objects.filter(pk=job.pk).update(
        status="generating",
        posts=1,
        lease_owner="other:1:x",
        lease_until=timezone.now() + timedelta(seconds=30),
    )
    work()
    job.refresh_from_db()
    assert job.status == "generating"


def test_what_comes_too_late_moves_nothing(ask: Ask, alice: object) -> None:
    job = ask()
    claimed, *_ = claim_lease.claim_new("me:1:a", 1)
    Generation.objects.filter(pk=job.pk).update(lease_owner="other:2:b")
    with pytest.raises(transitions.Lost):
        transitions.sending(claimed)


def test_a_job_that_waited_a_day_ends_free(ask: Ask, work: Work, simulator: Simulator) -> None:
    job = ask("too old")
    old = timezone.now() - timedelta(hours=25)
    Generation.objects.filter(pk=job.pk).update(
        created_at=old, due_at=timezone.now() + timedelta(hours=1)
    )
    work()
    job.refresh_from_db()
    assert (job.status, job.code, job.may_have_charged) == ("failed", "never_sent", False)
    assert simulator.posts("too old") == 0


def test_a_stopped_drain_claims_nothing_and_lets_calls_end(
    ask: Ask, simulator: Simulator, settings: Any
) -> None:
    running = ask("[slow=1.5]")
    with DrainInThread():
        _until(lambda: _status(running) == "generating")
        stop_signals.stop_mark().touch()
        time.sleep(0.8)
        late = ask("comes after the stop")
    assert _status(running) == "done"
    assert _status(late) == "queued"


def test_when_the_grace_is_over_the_outcome_is_unknown_stopped(
    ask: Ask, simulator: Simulator, settings: Any
) -> None:
    job = ask("[hang]")
    with DrainInThread():
        _until(lambda: _status(job) == "generating")
        stop_signals.stop_mark().touch()
        stop_signals.now_mark().touch()
    job.refresh_from_db()
    assert (job.status, job.code, job.may_have_charged) == ("unknown", "stopped", True)


def test_a_pending_job_survives_a_stop_with_its_reference(
    ask: Ask, settle: Callable[[Generation], None], simulator: Simulator, settings: Any
) -> None:
    settings.POLL_FIRST_S = 60  # or the picture is there before the stop is noticed
    job = ask("[pending=3]", provider="fastrouter", model="leonardo-ai/phoenix")
    with DrainInThread():
        _until(lambda: _status(job) == "polling")
        stop_signals.stop_mark().touch()
        stop_signals.now_mark().touch()
    assert _status(job) == "polling"
    stop_signals.stop_mark().unlink()
    stop_signals.now_mark().unlink()
    settings.POLL_FIRST_S = 0.05
    Generation.objects.filter(pk=job.pk).update(due_at=timezone.now())
    settle(job)
    assert job.status == "done"
    assert simulator.posts(job.prompt) == 1


def test_a_third_drain_of_a_cluster_returns_at_once(simulator: Simulator, alice: object) -> None:
    import os

    cluster = queue.cluster_id()
    for number in range(queue.DRAINS):
        name = f"drain:{cluster}:{os.getpid()}:{number}"
        Beat.objects.create(name=name, at=timezone.now())
    started = time.monotonic()
    drain(idle_s=30)
    assert time.monotonic() - started < 5


def test_the_beat_of_a_killed_drain_does_not_keep_others_out(
    simulator: Simulator, alice: object
) -> None:
    cluster = queue.cluster_id()
    for number in range(queue.DRAINS):
        Beat.objects.create(name=f"drain:{cluster}:999999{number}:x", at=timezone.now())
    assert stop_signals.register(f"{cluster}:1:me")


def _spool_an_answer(job: Generation, simulator: Simulator) -> None:
    """Fills the spool with a real answer of the router, as a worker killed just after would."""
    from accounts.keys import provider_directory
    from generations.services.worker.run_job import request_of, spec_of

    class OnlySpool:
        async def sent(self) -> None:
            return None

        async def opened(self, *, status: int, headers: Any, polling: bool) -> None:
            self.file = spool.begin(job.uid, status=status, headers=headers, polling=polling)

        async def chunk(self, data: bytes) -> None:
            self.file.write(data)

        async def answered(self) -> Any:
            self.file.close()
            return spool.complete(job.uid)

        async def preview(self, image: bytes, *, index: int) -> None:
            return None

    async def call() -> None:
        provider = provider_directory.provider_for(job.provider)
        await provider.generate(request_of(job), spec_of(job), "sk-good-key-1234", OnlySpool())
        await provider.close()

    asyncio.run(call())


class DrainInThread:
    """A resident drain beside the test, ended by the stop mark."""

    def __init__(self, idle_s: float = 20) -> None:
        self._idle_s = idle_s

    def __enter__(self) -> None:
        Path(stop_signals.stop_mark()).parent.mkdir(parents=True, exist_ok=True)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._thread.join(timeout=20)
        assert not self._thread.is_alive(), "the drain did not end"

    def _run(self) -> None:
        drain(idle_s=self._idle_s)
        connections.close_all()


def _status(job: Generation) -> str:
    return Generation.objects.values_list("status", flat=True).get(pk=job.pk)


def _until(is_so: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def test_events_of_a_death_are_in_the_event_log(ask: Ask, work: Work) -> None:
    job = ask()
    _die(job, "generating", posts=1)
    work()
    last = Event.objects.filter(generation=job).latest("pk")
    assert (last.kind, last.code) == ("unknown", "worker_died")
