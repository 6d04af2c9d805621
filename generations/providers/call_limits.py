"""What an adapter may take: time, bytes, and which way out."""

from __future__ import annotations

from dataclasses import dataclass

from generations.providers.proxy_settings import STRAIGHT, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much we wait for, seconds and bytes."""

    connect_s: float = 10
    silence_s: float = 600  # without a byte
    short_s: float = 30  # list, key and poll calls
    download_s: float = 120
    max_body: int = 128 * 2**20
    max_download: int = 64 * 2**20
    private_hosts: frozenset[str] = frozenset()  # results may be fetched there, plain and private
    way: Way = STRAIGHT  # through which proxy, and whom to trust there
