"""Which addresses a name has, as this machine knows it."""

from __future__ import annotations

import asyncio
import socket

import httpcore2


async def resolve(host: str, port: int) -> list[str]:
    """Raises ConnectError for a name that is not found."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore2.ConnectError(f"{host} cannot be found") from error
    return [str(entry[4][0]) for entry in found]
