"""Whether a router's base address can be used at all, judged before anything is sent to it."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

import httpx2

from generations.providers.errors import Unavailable

_CALLS = re.compile(
    r"/(?:images(?:/generations|/edits|/variations)?|chat/completions|completions|responses|models)"
    r"/?$",
    re.IGNORECASE,
)
_LAST_PORT = 65_535


def problem_of(url: str) -> str:
    """What is wrong with a base address, one sentence; empty when it is fine."""
    if any(_is_invisible(sign) for sign in url.strip()):
        return "The address holds a blank or an invisible character."
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        _ = httpx2.URL(url.strip()).host
    except (ValueError, httpx2.InvalidURL):
        return "The address cannot be read."
    return _of_parts(parts, port)


def url_of(base: str) -> httpx2.URL:
    """The base address, ready to be called. Raises Unavailable; nothing was sent."""
    problem = problem_of(base)
    if problem:
        raise Unavailable(f"{problem} Check this router's address; nothing was sent")
    return httpx2.URL(base)


def _of_parts(parts: SplitResult, port: int | None) -> str:
    if parts.scheme.lower() not in ("http", "https"):
        return "The address must begin with https:// (or http:// for a private host)."
    if not parts.hostname:
        return "The address names no host."
    if parts.username is not None or parts.password is not None:
        return "Keep names and passwords out of the address."
    if port is not None and not 0 < port <= _LAST_PORT:
        return "The port must be a number from 1 to 65535."
    if parts.query or parts.fragment:
        return "The address must end at its path, without “?” or “#”."
    if _CALLS.search(parts.path):
        return "Give the address up to /v1: ImageHub adds the path of the call itself."
    return ""


def _is_invisible(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in (
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
        "Zl",
        "Zp",
    )
