"""The listening socket. The supervisor holds it, so a replaced web loses no visitor."""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys
import time

from imagehub.supervisor.log import say
from imagehub.supervisor.supervisor_settings import Place

PATIENCE_S = 6.0  # an earlier run's web may be on its way out


def listen(where: Place, *, patient: bool) -> socket.socket:
    """Binds the address, or ends the program with a sentence about why not."""
    until = time.monotonic() + (PATIENCE_S if patient else 0)
    while True:
        try:
            return _bind(where)
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE or time.monotonic() > until:
                sys.exit(_why_not(where, problem))
        time.sleep(0.1)


def url(where: Place, port: int) -> str:
    """Where a person on this machine finds the product."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(where.host, where.host)
    return f"http://{f'[{host}]' if ':' in host and '[' not in host else host}:{port}"


def warn_in_the_clear(where: Place) -> None:
    """Passwords over plain http to the public deserve a line."""
    if where.public_url.startswith("https://"):
        return
    if where.public_url or not _is_loopback(where.host):
        say(
            "WARNING: served over plain http to more than this machine: passwords and pictures"
            " travel in the clear. Put a proxy with https before it and set IMAGEHUB_URL"
            " (docs/operating.md)"
        )


def _bind(where: Place) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(
        where.host, where.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    both = family == socket.AF_INET6 and where.host == "::" and socket.has_dualstack_ipv6()
    bound = socket.create_server(address[:2], family=family, backlog=2048, dualstack_ipv6=both)
    bound.setblocking(False)
    return bound


def _why_not(where: Place, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return (
            f"imagehub: port {where.port} on {where.host} is in use by another program;"
            f" stop it, or choose another: PORT={where.port + 1} make run"
        )
    return f"imagehub: cannot listen on {where.host} port {where.port}: {problem.strerror}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
