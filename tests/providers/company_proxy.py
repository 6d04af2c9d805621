"""A company's proxy and a router behind it, for tests: well or badly behaved."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Proxy:
    """Speaks CONNECT and leads every tunnel to one port here; or behaves badly."""

    manner: str
    upstream: int = 0
    asked: list[str] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)
    talks: set[asyncio.Task[Any]] = field(default_factory=set)
    server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        assert self.server
        return int(self.server.sockets[0].getsockname()[1])

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with _closing(self.talks, writer):
            await self._answer(reader, writer)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head)
        self.asked.append(head.split(b"\r\n")[0].decode())
        if self.manner == "silent":
            await reader.read()
        elif self.manner == "babbles":
            writer.write(b"SSH-2.0-x\r\n\r\n")
        elif self.manner.isdigit() and self.manner != "200":
            writer.write(f"HTTP/1.1 {self.manner} No\r\nContent-Length: 0\r\n\r\n".encode())
        elif self.manner == "200":
            await self._lead(head, reader, writer)

    async def _lead(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        back, forth = await asyncio.open_connection("127.0.0.1", self.upstream)
        if head.startswith(b"CONNECT"):
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            forth.write(head)
        ways = [asyncio.create_task(_pour(reader, forth)), asyncio.create_task(_pour(back, writer))]
        async with _closing(self.talks, forth):
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)


@asynccontextmanager
async def _closing(
    talks: set[asyncio.Task[Any]], writer: asyncio.StreamWriter
) -> AsyncIterator[None]:
    task = asyncio.current_task()
    assert task
    talks.add(task)
    try:
        yield
    finally:
        writer.close()
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await writer.wait_closed()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()


@dataclass
class Router:
    """Answers 200 to everything, or cuts the line after the request; remembers what came."""

    cuts: bool = False
    came: list[bytes] = field(default_factory=list)
    talks: set[asyncio.Task[Any]] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with _closing(self.talks, writer):
            with contextlib.suppress(asyncio.IncompleteReadError):
                self.came.append(await reader.readuntil(b"\r\n\r\n"))
            if not self.cuts:
                writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"data":[]}')


def with_proxy(
    manner: str,
    use: Callable[[Proxy], Awaitable[Any]],
    *,
    router: Router | None = None,
    server_tls: ssl.SSLContext | None = None,
) -> Any:
    async def run() -> Any:
        proxy = Proxy(manner)
        target = router or Router()
        upstream = await asyncio.start_server(target.serve, "127.0.0.1", 0, ssl=server_tls)
        proxy.upstream = upstream.sockets[0].getsockname()[1]
        proxy.server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
        try:
            return await use(proxy)
        finally:
            proxy.server.close()
            upstream.close()
            for talk in (talks := proxy.talks | target.talks):
                talk.cancel()
            await asyncio.gather(*talks, return_exceptions=True)

    return asyncio.run(run())
