"""Connections through a proxy: CONNECT is spoken below the HTTP client, where a connection is made.

So nothing that is said to the proxy looks like the call: until the tunnel stands nothing was sent.
"""

from __future__ import annotations

import asyncio
import base64
import re
import ssl
from collections.abc import Iterable

import httpcore2

from generations.providers.proxy_settings import LOOPBACK, Way
from generations.providers.wire import name_resolution

MOST = 16_384  # bytes of the proxy's answer
USUAL_S = 15.0
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")


class ProxyFailed(httpcore2.ProxyError):
    """The proxy gave no tunnel; nothing went to the router."""


class Tunnel(httpcore2.AsyncNetworkBackend):
    """Connects straight where the way says so, else through the proxy."""

    def __init__(self, way: Way, trusted: ssl.SSLContext | None = None) -> None:
        """trusted: for the talk with a proxy that speaks https itself."""
        self.way, self._trusted = way, trusted
        self._inner = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A stream to the host, as if there were no proxy. Raises ProxyFailed."""
        if self.way.is_straight(host, await self._addresses(host, port)):
            return await self.straight(host, port, timeout, local_address, socket_options)
        return await self.through(host, port, timeout)

    async def straight(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Without the proxy."""
        return await self._inner.connect_tcp(host, port, timeout, local_address, socket_options)

    async def through(
        self, host: str, port: int, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        """Through the proxy. The whole talk with it has one time limit."""
        limit = timeout or USUAL_S
        try:
            async with asyncio.timeout(limit):
                stream = await self._to_proxy(limit)
                try:
                    await self._ask(stream, host, port, limit)
                except BaseException:
                    await stream.aclose()
                    raise
        except (TimeoutError, httpcore2.TimeoutException) as error:
            raise ProxyFailed("it did not answer in time") from error
        return stream

    async def _to_proxy(self, limit: float) -> httpcore2.AsyncNetworkStream:
        host = self.way.parts.hostname or ""
        try:
            stream = await self._inner.connect_tcp(host, self.way.port, limit)
            if self.way.parts.scheme == "https" and self._trusted is not None:
                stream = await stream.start_tls(self._trusted, host, limit)
        except httpcore2.ConnectError as error:
            raise ProxyFailed("it could not be reached") from error
        return stream

    async def _ask(
        self, stream: httpcore2.AsyncNetworkStream, host: str, port: int, limit: float
    ) -> None:
        try:
            await stream.write(self._request(host, port), limit)
            head = await _head(stream, limit)
        except httpcore2.NetworkError as error:
            raise ProxyFailed("it closed the line") from error
        found = _STATUS.match(head)
        if not found:
            raise ProxyFailed("it speaks no HTTP" if head else "it closed the line")
        if found[1] == b"407":
            raise ProxyFailed("it wants another user and password: 407")
        if not found[1].startswith(b"2"):
            raise ProxyFailed(f"it answered {int(found[1])}")

    def _request(self, host: str, port: int) -> bytes:
        target = f"{f'[{host}]' if ':' in host else host}:{port}"
        lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}", "User-Agent: ImageHub"]
        if self.way.credentials is not None:
            pair = base64.b64encode(":".join(self.way.credentials).encode()).decode()
            lines.append(f"Proxy-Authorization: Basic {pair}")
        return "\r\n".join([*lines, "", ""]).encode()

    async def _addresses(self, host: str, port: int) -> list[str]:
        """Asked for only where a network of the setting could hold them."""
        if not self.way.proxy or len(self.way.straight_networks) <= len(LOOPBACK):
            return []
        try:
            return await name_resolution.resolve(host, port)
        except httpcore2.ConnectError:
            return []

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Never asked for."""
        raise ProxyFailed("There is no way to a socket file")

    async def sleep(self, seconds: float) -> None:
        """As httpcore2 asks for between tries."""
        await self._inner.sleep(seconds)


async def _head(stream: httpcore2.AsyncNetworkStream, limit: float) -> bytes:
    """The proxy's answer up to its blank line; what it sent until it closed where that is less."""
    head = b""
    while b"\r\n\r\n" not in head and len(head) < MOST:
        piece = (
            await stream.read(1, limit) if head.endswith(b"\r") else await stream.read(4096, limit)
        )
        if not piece:
            break
        head += piece
    return head
