"""Whose browser asks: the one reading of X-Forwarded-For, for limits, sessions and letters.

`IMAGEHUB_PROXIES` says which proxies are ours: how many stand in a row, or their networks. A header
from a peer that is none of them is worth nothing: anybody can write one.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from django.conf import settings
from django.http import HttpRequest

_WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d+)?|([^:]+):\d+")
_NEAR = tuple(  # where a proxy that was only counted can stand: on this machine or beside it
    ipaddress.ip_network(text)
    for text in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
        *("169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxies:
    """Ours: so many in a row, near us, or every address of these networks."""

    count: int = 0
    networks: tuple[IPv4Network | IPv6Network, ...] = ()


def proxies_of(text: str) -> Proxies:
    """The setting, read. Raises ValueError with the word that is neither number nor network."""
    words = text.replace(",", " ").split()
    if len(words) == 1 and words[0].isascii() and words[0].isdigit():
        return Proxies(count=int(words[0]))
    networks = []
    for word in words:
        try:
            networks.append(ipaddress.ip_network(word, strict=False))
        except ValueError as error:
            raise ValueError(word) from error
    return Proxies(networks=tuple(networks))


def client_address(request: HttpRequest) -> str:
    """The visitor's address. "" where the peer has none (a socket file without a proxy)."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    return _client(peer, told, proxies_of(settings.PROXIES))


def _client(peer: str, told: str, ours: Proxies) -> str:
    """From us outwards: past every proxy of ours, to the first address that is none."""
    chain = [_address(word) for word in told.split(",")] if told.strip() else []
    here = _address(peer)
    passed = 0
    while chain and here is not None and _is_ours(here, ours, passed):
        before = chain.pop()
        if before is None:
            break
        here, passed = before, passed + 1
    return str(here) if here is not None else peer


def _is_ours(address: IPv4Address | IPv6Address, ours: Proxies, passed: int) -> bool:
    if ours.networks:
        return _is_in(address, ours.networks)
    return passed < ours.count and _is_in(address, _NEAR)


def _is_in(
    address: IPv4Address | IPv6Address, networks: tuple[IPv4Network | IPv6Network, ...]
) -> bool:
    return any(address.version == each.version and address in each for each in networks)


def _address(word: str) -> IPv4Address | IPv6Address | None:
    """Also with a port; an IPv4 address wrapped in IPv6 is itself."""
    found = _WITH_PORT.fullmatch(word.strip())
    bare = (found[1] or found[2]) if found else word.strip()
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
