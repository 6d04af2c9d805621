"""The resident drain: claims due jobs as slots free, runs many at once in one event loop.

It looks for news at least every 100 ms, renews its leases, obeys the stop mark, and ends after
60 s without work in flight. rules.md sections 3 and 4.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
import uuid
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections

from generations import queue
from generations.models import Generation
from generations.services.jobs import internal_errors, partial_answers
from generations.services.jobs.transitions import Lost
from generations.services.worker import (
    claim_lease,
    fault_attribution,
    run_job,
    stop_signals,
    thumbnail_queue,
)
from generations.services.worker.shared_resources import SharedResources
from generations.services.worker.sleep_aware_clock import AwakeClock
from generations.stored import change_counter

log = logging.getLogger("imagehub.drain")
GLANCE_S = 0.05  # between looks for news
MARK_S = 0.5  # between looks for the stop mark
SWEEP_S = 1.0  # between looks for polls that are due and for jobs left behind
REST_S = 0.3  # a drain looks at least this long before it ends
POLLS = 50  # looks at pending jobs at once; they hold no slot


def drain(*, idle_s: float | None = None) -> None:
    """Runs a drain to its end in this process. `idle_s` 0: until nothing is due (tests)."""
    asyncio.run(Drain(settings.DRAIN_IDLE_S if idle_s is None else idle_s).run())


class Drain:
    def __init__(self, idle_s: float) -> None:
        self.owner = f"{queue.cluster_id()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.idle_s = idle_s
        self.resources = SharedResources(self.owner)
        self.calls: dict[int, tuple[Generation, asyncio.Task[None]]] = {}  # these hold slots
        self.others: set[asyncio.Task[None]] = set()  # polls and resumed jobs
        self.thumbs = thumbnail_queue.Queue(self.resources)
        self.resources.when_kept(self.thumbs.add)
        self.clock = AwakeClock()
        self.glance = change_counter.Glance()
        self.is_stopping = False
        self.seen: object = None
        self.busy_at = time.monotonic()
        self.swept_at = 0.0

    async def run(self) -> None:
        if not await self.resources.ask(stop_signals.register, self.owner):
            return await self.resources.close()
        keeper = asyncio.create_task(self._keep_alive())
        watcher = asyncio.create_task(self._watch_marks())
        drawer = asyncio.create_task(self.thumbs.run())
        try:
            await self._work()
            await self.thumbs.finish()
        finally:
            await self._let_calls_end()
            for task in (keeper, watcher, drawer):
                task.cancel()
            self.glance.close()
            await self._leave()
        close_old_connections()

    async def _let_calls_end(self) -> None:
        """Also when the work itself broke: a paid call is not cut because a list was unreadable."""
        self.is_stopping = True
        while self.calls or self.others:
            await asyncio.sleep(GLANCE_S)

    async def _leave(self) -> None:
        """Signs out first: who submits from then on calls another drain, we look for the rest."""
        was_told = await asyncio.to_thread(_exists, stop_signals.stop_mark())
        await self.resources.ask(stop_signals.unregister, self.owner)
        if not was_told and await self.resources.ask(stop_signals.anything_due):
            await self.resources.ask(queue.wake)
        await self.resources.close()

    async def _work(self) -> None:
        self.busy_at = time.monotonic()
        while not self._is_over():
            try:
                await self._turn()
            except (OperationalError, InterfaceError) as error:
                await self._rest(error)
            await asyncio.sleep(GLANCE_S)

    async def _turn(self) -> None:
        if self.is_stopping:
            return
        if await self._has_news():
            await self._claim()
        if time.monotonic() - self.swept_at >= self._sweep_s():
            self.swept_at = time.monotonic()
            await self._sweep()

    async def _rest(self, error: Exception) -> None:
        """The database is away or locked: calls go on, and so do we when it is back."""
        if not fault_attribution.is_of_the_database(error):
            raise error
        log.warning("the database cannot be reached or is locked (%s)", type(error).__name__)
        self.seen = None
        self.glance.close()
        await asyncio.sleep(1)

    def _is_over(self) -> bool:
        if self.calls or self.others or (self.thumbs.is_busy and not self.is_stopping):
            self.busy_at = time.monotonic()
            return False
        return self.is_stopping or time.monotonic() - self.busy_at >= max(self.idle_s, REST_S)

    async def _has_news(self) -> bool:
        if self.glance.is_possible:
            now = self.glance.look()
        else:
            now = await self.resources.ask(change_counter.version)
        news = now != self.seen
        self.seen = now
        return news

    async def _claim(self) -> None:
        room = settings.IN_FLIGHT - len(self.calls)
        for job in await self.resources.ask(claim_lease.claim_new, self.owner, room):
            self._start(job, run_job.send(job, self.resources), holds_slot=True)
        await self._obey_cancels()

    async def _sweep(self) -> None:
        """What no write announces: moments that come by the clock."""
        self.seen = None
        await self.resources.ask(stop_signals.expire)
        room = POLLS - len(self.others)
        if self.clock.was_awake_for(settings.LEASE_S):
            for job in await self.resources.ask(claim_lease.claim_left, self.owner, room):
                self._start(job, run_job.resume(job, self.resources))
        for job in await self.resources.ask(claim_lease.claim_polls, self.owner, room):
            self._start(job, run_job.poll(job, self.resources))
        self.thumbs.add(await self.resources.ask(thumbnail_queue.left_out, self.thumbs.most()))

    def _sweep_s(self) -> float:
        return min(SWEEP_S, float(settings.POLL_FIRST_S))

    def _start(
        self, job: Generation, work: Coroutine[Any, Any, None], *, holds_slot: bool = False
    ) -> None:
        task = asyncio.create_task(self._guard(job, work))
        if holds_slot:
            self.calls[job.pk] = (job, task)
            task.add_done_callback(lambda _: self.calls.pop(job.pk, None))
        else:
            self.others.add(task)
            task.add_done_callback(self.others.discard)

    async def _guard(self, job: Generation, work: Coroutine[Any, Any, None]) -> None:
        """The last guard around one job: nothing that happens to it may touch another."""
        try:
            await work
        except Lost:
            log.info("job %s was taken over or cancelled", job.uid)
        except asyncio.CancelledError as stop:
            await self._broken_off(job, str(stop.args[0]) if stop.args else "stopped")
        except Exception as error:  # noqa: BLE001 - one job's runner
            return await self._broke(job, error)
        except BaseException:
            log.exception("job %s broke its runner; it is looked at again", job.uid)
            await self.resources.ask(claim_lease.set_aside, self.owner, job.pk)
            raise
        await self.resources.write(claim_lease.release, self.owner, job)

    async def _broke(self, job: Generation, error: Exception) -> None:
        """Waits where the surroundings are at fault; else it is counted, and the job ends in time."""
        why = fault_attribution.of_the_surroundings(error)
        if why:
            log.warning("job %s waits (%s): %s", job.uid, type(error).__name__, why)
            return await self.resources.write(claim_lease.set_aside, self.owner, job.pk, why=why)
        log.error("job %s broke its runner: %s", job.uid, type(error).__name__, exc_info=error)
        return await self.resources.write(_count_fault, self.owner, job)

    async def _broken_off(self, job: Generation, why: str) -> None:
        """Settled now where the database can be asked; else when its lease has run out."""
        try:
            await run_job.interrupt(job, why, self.resources)
        except Lost:
            log.info("job %s was taken over or cancelled", job.uid)
        except (OperationalError, InterfaceError) as error:
            log.warning("job %s is settled later: %s", job.uid, type(error).__name__)

    async def _obey_cancels(self) -> None:
        if not self.calls:
            return
        for pk in await self.resources.ask(stop_signals.free_to_cut, list(self.calls)):
            if pk in self.calls:
                self._cut(self.calls[pk][1], "cancelled")

    async def _keep_alive(self) -> None:
        """Renews the leases, and shows that this drain lives."""
        pause = min(settings.LEASE_S / 3, 5.0)
        while True:
            await self.resources.write(claim_lease.renew, self.owner)
            await self.resources.write(stop_signals.beat, self.owner)
            await asyncio.sleep(pause)

    async def _watch_marks(self) -> None:
        """Files alone: a stop is obeyed while the database is away."""
        stop, now = stop_signals.stop_mark(), stop_signals.now_mark()
        while True:
            if not self.is_stopping and await asyncio.to_thread(_exists, stop):
                self.is_stopping = True
            if self.is_stopping and await asyncio.to_thread(_exists, now):
                self._cut_all()
            await asyncio.sleep(MARK_S)

    def _cut_all(self) -> None:
        for task in [*(task for _, task in self.calls.values()), *self.others]:
            self._cut(task, "stopped")

    def _cut(self, task: asyncio.Task[None], why: str) -> None:
        """Once: a second cut would hit the settling that the first one set off."""
        if not task.cancelling():
            task.cancel(why)


def _count_fault(owner: str, job: Generation) -> None:
    """A job broke its runner by its own data: another try after a while, or its end."""
    claim_lease.set_aside(owner, job.pk)
    job.refresh_from_db(fields=["faults", "save_tries", "posts", "status"])
    has_answer = partial_answers.take(job) is not None
    if job.is_open and internal_errors.is_over(job, has_answer=has_answer):
        internal_errors.end_broken(job, has_answer=has_answer)


def _exists(path: Path) -> bool:
    return path.exists()
