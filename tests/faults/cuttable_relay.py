"""The line between product and router: a relay that can be cut, and a door that never opens."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Coroutine
from typing import Any


class Line:
    """Forwards one port to another until it is cut."""

    def __init__(self, *, port: int, to: int) -> None:
        self._to = to
        self._listening = socket.create_server(("127.0.0.1", port), backlog=2048)
        self.port: int = self._listening.getsockname()[1]
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server: asyncio.Server | None = None
        self._do(self._serve())

    def cut(self) -> None:
        """Breaks every connection and refuses new ones."""
        self._do(self._refuse())

    def mend(self) -> None:
        """Takes calls again."""
        self._listening = socket.create_server(("127.0.0.1", self.port), backlog=2048)
        self._do(self._serve())

    def close(self) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _serve(self) -> None:
        self._server = await asyncio.start_server(self._relay, sock=self._listening)

    async def _refuse(self) -> None:
        if self._server:
            self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await asyncio.sleep(0.05)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, far_writer}
        self._open |= both
        ways = (_pump(reader, far_writer), _pump(far_reader, writer))
        tasks = [asyncio.ensure_future(way) for way in ways]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        self._open -= both
        for task in tasks:
            task.cancel()
        for end in both:
            end.transport.abort() if end.transport.is_closing() else end.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()


class ShutDoor:
    """A port whose queue is full: a connection to it is neither taken nor refused."""

    def __init__(self) -> None:
        self._listening = socket.socket()
        self._listening.bind(("127.0.0.1", 0))
        self._listening.listen(0)
        self.port: int = self._listening.getsockname()[1]
        self._waiting = [self._knock() for _ in range(4)]

    def close(self) -> None:
        for knocking in (*self._waiting, self._listening):
            knocking.close()

    def _knock(self) -> socket.socket:
        knocking = socket.socket()
        knocking.setblocking(False)
        knocking.connect_ex(("127.0.0.1", self.port))
        return knocking
