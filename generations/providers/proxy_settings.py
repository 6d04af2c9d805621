"""The way out of this machine: straight, or through the company's proxy; and whom to trust there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, unquote, urlsplit

Network = IPv4Network | IPv6Network
LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How calls leave. The proxy's password is no part of what a repr or an error shows."""

    proxy: str = field(default="", repr=False)  # http://user:password@host:port; "": straight
    straight_hosts: frozenset[str] = frozenset()  # lower case; ".lan" for every host below
    straight_networks: tuple[Network, ...] = LOOPBACK
    ca_file: str = ""  # authorities beside the machine's own

    def is_straight(self, host: str, addresses: Iterable[str] = ()) -> bool:
        """No proxy for this host, which has these addresses where that is known."""
        name = host.lower().rstrip(".").removeprefix("[").removesuffix("]")
        if not self.proxy or name == "localhost" or name in self.straight_hosts:
            return True
        if any(name.endswith(each) for each in self.straight_hosts if each.startswith(".")):
            return True
        known = [name] if is_number(name) else list(addresses)
        return bool(known) and all(self._is_near(address) for address in known)

    def _is_near(self, text: str) -> bool:
        address = ip_address(text.partition("%")[0])
        return any(
            address.version == each.version and address in each for each in self.straight_networks
        )

    @property
    def parts(self) -> SplitResult:
        """The proxy's address, taken apart."""
        return urlsplit(self.proxy)

    @property
    def port(self) -> int:
        return self.parts.port or {"http": 80, "https": 443}[self.parts.scheme]

    @property
    def credentials(self) -> tuple[str, str] | None:
        """User and password as they are."""
        if self.parts.username is None:
            return None
        return unquote(self.parts.username), unquote(self.parts.password or "")

    @property
    def shown(self) -> str:
        """For people: without user and password. "" where there is no proxy."""
        if not self.proxy:
            return ""
        host = self.parts.hostname or ""
        return f"{self.parts.scheme}://{f'[{host}]' if ':' in host else host}:{self.port}"


STRAIGHT = Way()


def is_number(host: str) -> bool:
    """The host is an address, not a name."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def way_of(*, proxy: str, no_proxy: Iterable[str], ca_file: str) -> Way:
    """From the settings. no_proxy: hosts, `.lan`, `*.lan`, addresses and networks."""
    hosts: set[str] = set()
    networks = list(LOOPBACK)
    for word in no_proxy:
        bare = word.lower().removeprefix("[").removesuffix("]")
        try:
            networks.append(ip_network(bare, strict=False))
        except ValueError:
            name = bare.removeprefix("*")
            hosts |= {name, name.removeprefix(".")}
    return Way(
        proxy=proxy,
        straight_hosts=frozenset(hosts),
        straight_networks=tuple(networks),
        ca_file=ca_file,
    )
