"""HTTP clients that leave as the way says: straight, by a tunnel, or by asking a proxy for http."""

from __future__ import annotations

import ssl
from functools import cache

import httpcore2
import httpx2

from generations.providers.proxy_settings import Way
from generations.providers.wire.proxy_tunnel import Tunnel


@cache
def tls(ca_file: str = "") -> ssl.SSLContext:
    """One for all adapters: loading the certificates takes tens of milliseconds.

    The machine's authorities, and beside them those of the file.
    """
    context = httpx2.create_ssl_context(trust_env=False)
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def authorities() -> int:
    """How many this machine trusts. httpx2 goes by the machine's certificates alone."""
    return len(tls().get_ca_certs())


class Outward(httpx2.AsyncBaseTransport):
    """Everything by a network backend of ours; plain http through a proxy by asking the proxy.

    There the request itself goes to the proxy, so that what it answers is the answer to the call.
    """

    def __init__(
        self,
        way: Way,
        *,
        backend: httpcore2.AsyncNetworkBackend | None = None,
        most_idle: int | None = None,
    ) -> None:
        self._way = way
        self.inner = httpx2.AsyncHTTPTransport(trust_env=False, verify=tls(way.ca_file))
        # httpx2 has no way in for a network backend, so its pool is exchanged; a test looks.
        self.inner._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls(way.ca_file),
            max_connections=None,
            max_keepalive_connections=most_idle,
            keepalive_expiry=5,  # seconds, as httpx2's own
            network_backend=backend or Tunnel(way, tls(way.ca_file)),
        )
        self._plain = self._asking_the_proxy() if way.proxy else None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """As the scheme and the host want it."""
        host = request.url.host
        if self._plain and request.url.scheme == "http" and not self._way.is_straight(host):
            return await self._plain.handle_async_request(request)
        return await self.inner.handle_async_request(request)

    async def aclose(self) -> None:
        """Gives the connections back."""
        await self.inner.aclose()
        if self._plain:
            await self._plain.aclose()

    def _asking_the_proxy(self) -> httpx2.AsyncHTTPTransport:
        secure = self._way.parts.scheme == "https"
        proxy = httpx2.Proxy(
            self._way.shown,
            auth=self._way.credentials,
            ssl_context=tls(self._way.ca_file) if secure else None,
        )
        return httpx2.AsyncHTTPTransport(
            trust_env=False,
            proxy=proxy,
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=20),
        )
