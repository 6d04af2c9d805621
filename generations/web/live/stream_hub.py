"""One reader of the event log for all windows of this process, and what each window may get of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, connections

from generations.stored import change_counter, event_log
from generations.web.live import sse_format, stream_session_check, update_batches

P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger("imagehub.stream")
GLANCE_S = 0.1  # between looks for news
BACKLOG = 200  # frames a slow window may lag behind before it is told to reload


@dataclass(eq=False, slots=True)
class Window:
    """One open page of one person."""

    session_key: str
    user_id: int
    frames: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(BACKLOG))


class Hub:
    def __init__(self) -> None:
        self._windows: set[Window] = set()
        self._desk = ThreadPoolExecutor(1, thread_name_prefix="hub")
        self._task: asyncio.Task[None] | None = None
        self._last_id = 0
        self._seen: object = None
        self._reader = update_batches.Reader()

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Ends every stream; browsers reconnect by themselves."""
        for window in list(self._windows):
            self._end(window)
        if self._task:
            self._task.cancel()
        await self._ask(connections.close_all)
        self._desk.shutdown(wait=False)

    async def admit(self, session_key: str, since: int) -> Window | None:
        """A window for that session, already fed with what it missed; None without a person."""
        user_id = await self._ask(stream_session_check.person_of, session_key)
        if user_id is None:
            return None
        if self._task is None or self._task.done():
            self.start()
        if not self._windows:
            self._last_id = await self._ask(event_log.last_id)
        window = Window(session_key=session_key, user_id=user_id)
        self._windows.add(window)
        upto = await self._ask(
            event_log.last_id
        )  # a look under way may not have counted this person
        missed = await self._ask(self._reader.missed, user_id, since, upto)
        for frame in missed:
            self._put(window, frame)
        return window

    def leave(self, window: Window) -> None:
        self._windows.discard(window)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(GLANCE_S)
            if not self._windows:
                continue
            try:
                await self._look()
            except DatabaseError:
                log.exception("the event log could not be read; trying again")
                await asyncio.sleep(1)

    async def _look(self) -> None:
        version = await self._ask(change_counter.version)
        if version == self._seen:
            return
        self._seen = version
        await self._close_revoked()
        people = {window.user_id for window in self._windows}
        batch = await self._ask(self._reader.read, self._last_id, people)
        if batch is None:
            return
        self._last_id = batch.last_id
        for window in list(self._windows):
            frame = batch.frames.get(window.user_id)
            if frame:
                self._put(window, frame)

    async def _close_revoked(self) -> None:
        asked = list(self._windows)
        keys = {window.session_key: window.user_id for window in asked}
        welcome = await self._ask(stream_session_check.still_welcome, keys)
        for window in asked:
            if window.session_key not in welcome:
                self._end(window)

    def _put(self, window: Window, frame: bytes) -> None:
        try:
            window.frames.put_nowait(frame)
        except asyncio.QueueFull:  # it reads too slowly: start over with one word
            self._empty(window)
            window.frames.put_nowait(sse_format.reload(self._last_id))

    def _end(self, window: Window) -> None:
        self._windows.discard(window)
        self._empty(window)
        window.frames.put_nowait(None)

    def _empty(self, window: Window) -> None:
        while not window.frames.empty():
            window.frames.get_nowait()

    async def _ask(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(
            self._desk, lambda: work(*args, **kwargs)
        )
