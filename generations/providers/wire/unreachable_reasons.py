"""Why an address could not be reached, named for what happened."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx2

from generations.providers.decoding.sanitize import clean_text


def why_not(error: BaseException, address: str) -> str:
    """One sentence without its full stop: name, certificate, refusal, proxy or time."""
    host = _host(address)
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = clean_text(cause.verify_message or "", 200)
            return f"The certificate of {host} is not trusted ({why})"
        if isinstance(cause, ssl.SSLError):
            return f"{host} does not speak TLS as expected ({clean_text(cause.reason or '', 100)})"
        if isinstance(cause, socket.gaierror | UnicodeError):
            return f"The name {host} was not found"
        if isinstance(cause, ConnectionRefusedError):
            return f"{host} refused the connection: nothing listens there"
        if isinstance(cause, httpx2.ProxyError):
            return (
                f"The proxy did not let the call through to {host} ({clean_text(str(cause), 100)})"
            )
    if isinstance(error, httpx2.TimeoutException):
        return f"The router could not be reached in time at {host}"
    return f"The router could not be reached at {host} ({type(error).__name__})"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all that led to it, also those gathered in groups."""
    left, seen = [error], 0
    while left and seen < 50:
        cause = left.pop(0)
        seen += 1
        yield cause
        inner = cause.exceptions if isinstance(cause, BaseExceptionGroup) else ()
        left += [it for it in (cause.__cause__, cause.__context__, *inner) if it is not None]


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
        return clean_text(f"{parts.hostname or 'it'}{port}", 200)
    except ValueError:
        return "its address"
