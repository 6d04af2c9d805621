"""Which network addresses a result may be fetched from: public ones, judged when connecting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpcore2

from generations.providers.proxy_settings import STRAIGHT, is_number
from generations.providers.wire import name_resolution
from generations.providers.wire.proxy_tunnel import Tunnel

Resolve = Callable[[str, int], Awaitable[list[str]]]  # host and port -> its addresses

_NAT64 = IPv6Network("64:ff9b::/96")


class PrivateAddress(httpcore2.ConnectError):
    """The name leads into a private network."""


def is_public(text: str) -> bool:
    """The address is on the open internet, also when it wraps an IPv4 address."""
    address = ip_address(text.partition("%")[0])
    inner = _wrapped(address) if isinstance(address, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


class PublicOnly(httpcore2.AsyncNetworkBackend):
    """Resolves a name, refuses it if any address is private, connects to exactly a checked one.

    TLS still verifies the name: httpcore2 hands it over apart from the address. Through a proxy the
    tunnel is asked for the checked address; only a name that cannot be found here is the proxy's to
    judge.
    """

    def __init__(
        self,
        *,
        resolve: Resolve | None = None,
        permits: Callable[[str], bool] = is_public,
        tunnel: Tunnel | None = None,
    ) -> None:
        self._inner = httpcore2.AnyIOBackend()
        self._tunnel = tunnel or Tunnel(STRAIGHT)
        self._resolve = resolve or name_resolution.resolve
        self._permits = permits

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to a public address of the host. Raises PrivateAddress."""
        try:
            addresses = await self._resolve(host, port)
        except httpcore2.ConnectError:
            if self._tunnel.way.is_straight(host) or is_number(host):
                raise
            return await self._tunnel.through(host, port, timeout)
        if not addresses or not all(self._permits(address) for address in addresses):
            raise PrivateAddress(f"{host} is not a public address")
        if not self._tunnel.way.is_straight(host, addresses):
            return await self._tunnel.through(addresses[0], port, timeout)
        return await self._inner.connect_tcp(
            addresses[0], port, timeout, local_address, socket_options
        )

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Never."""
        raise PrivateAddress("Not a public address")

    async def sleep(self, seconds: float) -> None:
        """As httpcore2 asks for between tries."""
        await self._inner.sleep(seconds)
