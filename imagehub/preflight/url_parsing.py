"""Web addresses in settings: taken apart once, refused in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9.])?|[0-9a-f:.]*:[0-9a-f:.]*", re.IGNORECASE)
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    scheme: str  # http or https
    host: str  # lower case; an IPv6 address without brackets
    port: int | None  # None: the scheme's own
    path: str  # "" or "/images", never with a slash at its end

    @property
    def origin(self) -> str:
        """As browsers write it: `https://images.example.org:8443`."""
        return f"{self.scheme}://{self.bracketed}{'' if self.port is None else f':{self.port}'}"

    @property
    def bracketed(self) -> str:
        """The host as a Host header has it."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def url(self) -> str:
        return self.origin + self.path


def read(text: str) -> Address:
    """Raises ValueError with what is wrong, as the end of "NAME …"."""
    parts = _split(text)
    if parts.scheme not in PORTS or not parts.netloc:
        raise ValueError("must begin with http:// or https://, then a host")
    if "@" in parts.netloc:
        raise ValueError("must hold no user and no password")
    if parts.query or parts.fragment or text.endswith(("?", "#")):
        raise ValueError("must hold no ? and no #")
    host = parts.hostname or ""
    if not host.isascii():
        raise ValueError(f"must write its host in ASCII: {_punycode(host)}")
    if not _HOST.fullmatch(host) or ".." in host:
        raise ValueError("holds no host name that browsers and Django agree on")
    port = _port(parts)
    return Address(
        scheme=parts.scheme,
        host=host,
        port=None if port == PORTS[parts.scheme] else port,
        path=_path(parts.path),
    )


def _split(text: str) -> SplitResult:
    if any(sign.isspace() or not sign.isprintable() for sign in text):
        raise ValueError("must hold no blank")
    try:
        return urlsplit(text)
    except ValueError as error:
        raise ValueError("cannot be read as an address") from error


def _port(parts: SplitResult) -> int | None:
    try:
        port = parts.port
    except ValueError as error:
        raise ValueError("has a port that is no number from 1 to 65535") from error
    if port == 0 or parts.netloc.endswith(":"):
        raise ValueError("has a port that is no number from 1 to 65535")
    return port


def _path(path: str) -> str:
    bare = path.rstrip("/")
    if not _PATH.fullmatch(bare) or {".", ".."} & set(bare.split("/")):
        raise ValueError("has a path of other signs than letters, digits and - . _ ~ between /")
    return bare


def _punycode(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return "xn--…"
