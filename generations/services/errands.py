"""What a drain shares among its jobs: threads, adapters, and how much is being read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from typing import ParamSpec, TypeVar

from django.db import connections

from accounts import directory
from generations.models import Picture
from generations.providers.types import Provider

P = ParamSpec("P")
T = TypeVar("T")
READERS = 2  # answers parsed and pictures written at once: bounds memory and CPU
OPENED = 4  # answers in memory at once, from parsing until their pictures are safe


class Errands:
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

    def when_kept(self, tell: Callable[[list[Picture]], None]) -> None:
        """Who is told of pictures that are safe and want thumbnails."""
        self._tell_kept = tell

    def kept(self, pictures: list[Picture]) -> None:
        self._tell_kept(pictures)

    async def write(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs database work in the one thread that holds the connection."""
        return await asyncio.get_running_loop().run_in_executor(
            self._desk, lambda: work(*args, **kwargs)
        )

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
        if slug not in self._providers:
            self._providers[slug] = asyncio.ensure_future(self.write(directory.provider_for, slug))
        return await asyncio.shield(self._providers[slug])

    def lane(self, slug: str) -> AbstractAsyncContextManager[object]:
        """One job at a time on its way to a paced router's door, so that delays cannot bunch."""
        return self._lanes.setdefault(slug, asyncio.Lock())

    async def close(self) -> None:
        for making in self._providers.values():
            await (await making).close()
        await self.write(connections.close_all)
        for pool in (self._desk, self._bench, self._draw):
            pool.shutdown(wait=True)
