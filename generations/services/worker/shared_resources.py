"""What a drain shares among its jobs: threads, adapters, and how much is being read."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connections

from accounts.keys import provider_directory
from generations.models import Picture
from generations.providers.types import Provider
from generations.services.worker import fault_attribution

log = logging.getLogger("imagehub.drain")

P = ParamSpec("P")
T = TypeVar("T")
READERS = 2  # answers parsed and pictures written at once: bounds memory and CPU
OPENED = 4  # answers in memory at once, from parsing until their pictures are safe


class SharedResources:
    """One database thread (short transactions in turn), a few for bytes, adapters by slug."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self._desk = ThreadPoolExecutor(1, thread_name_prefix="desk")
        self._bench = ThreadPoolExecutor(READERS, thread_name_prefix="bench")
        self._draw = ThreadPoolExecutor(1, thread_name_prefix="draw")
        self._providers: dict[str, asyncio.Future[Provider]] = {}
        self._tell_kept: Callable[[list[Picture]], None] = lambda pictures: None
        self._lanes: dict[str, asyncio.Lock] = {}
        self._opened = asyncio.Semaphore(OPENED)
        self.busy_reading = 0
        self._was_away = False

    def when_kept(self, tell: Callable[[list[Picture]], None]) -> None:
        """Who is told of pictures that are safe and want thumbnails."""
        self._tell_kept = tell

    def kept(self, pictures: list[Picture]) -> None:
        self._tell_kept(pictures)

    async def write(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs database work in the one thread that holds the connection.

        While the database cannot be reached or is locked it waits: no call, and no answer, is lost by that.
        """
        for pause_s in _growing():
            try:
                return await self.ask(work, *args, **kwargs)
            except (OperationalError, InterfaceError) as error:
                if not fault_attribution.is_of_the_database(error):
                    raise
                self._is_away(error)
                await asyncio.sleep(pause_s)
        raise AssertionError("the pauses never end")

    async def ask(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same, once: who asks in a loop of its own comes again by itself."""
        done = await asyncio.get_running_loop().run_in_executor(
            self._desk, lambda: _with_a_connection(lambda: work(*args, **kwargs))
        )
        self._was_away = False
        return done

    def _is_away(self, error: Exception) -> None:
        """Said once, however long it takes."""
        if not self._was_away:
            log.warning("the database cannot be reached or is locked (%s); waiting", type(error).__name__)
        self._was_away = True

    async def open_answer(self) -> None:
        """Waits until another answer may be held in memory; the others stay on disk."""
        await self._opened.acquire()
        self.busy_reading += 1

    def close_answer(self) -> None:
        """Its pictures are safe, or it holds none."""
        self.busy_reading -= 1
        self._opened.release()

    async def crunch(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs work on bytes off the loop, never holding the database."""
        self.busy_reading += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._bench, lambda: work(*args, **kwargs)
            )
        finally:
            self.busy_reading -= 1

    async def draw(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs thumbnail work in its own thread, after the originals."""
        return await asyncio.get_running_loop().run_in_executor(
            self._draw, lambda: work(*args, **kwargs)
        )

    async def provider(self, slug: str) -> Provider:
        """The adapter of a provider, one for the life of the drain, however many ask at once."""
        making = self._providers.get(slug)
        if making is None or _failed(making):
            making = asyncio.ensure_future(self.write(provider_directory.provider_for, slug))
            self._providers[slug] = making
        return await asyncio.shield(making)

    def lane(self, slug: str) -> AbstractAsyncContextManager[object]:
        """One job at a time on its way to a paced router's door, so that delays cannot bunch."""
        return self._lanes.setdefault(slug, asyncio.Lock())

    async def close(self) -> None:
        for making in self._providers.values():
            if making.done() and not making.cancelled() and not making.exception():
                await making.result().close()
        await self.ask(connections.close_all)
        for pool in (self._desk, self._bench, self._draw):
            pool.shutdown(wait=True)


def _with_a_connection(work: Callable[[], T]) -> T:
    """A connection that broke is closed, so that the next work gets a fresh one."""
    try:
        return work()
    except (OperationalError, InterfaceError):
        for connection in connections.all(initialized_only=True):
            connection.close_if_unusable_or_obsolete()
        raise


def _growing() -> Iterator[float]:
    """Pauses in seconds: short at first, for a lock; then a second, for a server that is away."""
    yield from (0.05, 0.1, 0.2, 0.5)
    while True:
        yield 1.0


def _failed(making: asyncio.Future[Provider]) -> bool:
    """It could not be built: the next job finds out for itself, and says so."""
    return making.done() and (making.cancelled() or making.exception() is not None)
