"""Where people reach this ImageHub: the address that links begin with.

`IMAGEHUB_URL` where it is set. Else, on a page that a signed-in admin looks at, the address in that
admin's own bar; in letters, and for everybody else, never a request's Host, which anybody can write.
"""

from __future__ import annotations

import fcntl
import ipaddress
import socket
import struct
import sys
from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.http import HttpRequest

from accounts.models import User

_SIOCGIFADDR = 0x8915
ANYWHERE = ("0.0.0.0", "::", "")
HINT = "Set IMAGEHUB_URL to the address at which people reach ImageHub, so that links lead there."


def for_letters() -> str:
    """`https://images.example.org`: what stands before the paths that `reverse` tells."""
    return settings.PUBLIC_ORIGIN or f"http://{_of_this_machine()}:{settings.PORT}"


def for_admin(request: HttpRequest) -> str:
    """As this admin's own browser has it; for anybody else as in letters."""
    user = getattr(request, "user", None)
    if settings.PUBLIC_URL or not (isinstance(user, User) and user.is_admin):
        return for_letters()
    return request.build_absolute_uri("/").rstrip("/")


def hint() -> str:
    """What to do so that links lead somewhere for everybody; "" where they do."""
    return "" if settings.PUBLIC_URL else HINT


def _of_this_machine() -> str:
    """The address we listen on, or the first of this machine's that is not loopback."""
    if settings.HOST not in ANYWHERE:
        return _bracketed(settings.HOST)
    return _bracketed(_outward() or "127.0.0.1")


@cache
def _outward() -> str:
    """The first address of this machine that is not loopback; "" without one. Asks nobody."""
    named = socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_DGRAM)
    for address in [*_of_interfaces(), *(str(entry[4][0]) for entry in named)]:
        read = ipaddress.ip_address(address.partition("%")[0])
        if not (read.is_loopback or read.is_link_local or read.is_unspecified):
            return address
    return ""


def _of_interfaces() -> Iterator[str]:
    """IPv4 addresses in the order of the interfaces, on Linux. Source: netdevice(7), SIOCGIFADDR."""
    if sys.platform != "linux":
        return
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode()[:15])
            try:
                told = fcntl.ioctl(probe.fileno(), _SIOCGIFADDR, request)
            except OSError:  # an interface without an address
                continue
            yield socket.inet_ntoa(told[20:24])


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
