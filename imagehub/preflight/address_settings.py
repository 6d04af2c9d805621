"""Settings that say where something is: our own address, proxies, routers, the company's provider."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from imagehub.preflight import url_parsing

Env = Mapping[str, str]
ROUTERS = ("FASTROUTER", "FASTAPI", "IMAGEROUTER", "OPENROUTER")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\.?")


def faults(env: Env) -> Iterator[str]:
    """One sentence for each setting that cannot be read."""
    yield from _addresses(env)
    yield from _host(env)
    yield from _words(env, "IMAGEHUB_PROXIES", "networks")
    for name in ("IMAGEHUB_PRIVATE_HOSTS", "IMAGEHUB_NO_PROXY"):
        yield from _words(env, name, "hosts")
    yield from _proxy(env)
    yield from _ca_file(env)
    sender = env.get("IMAGEHUB_MAIL_FROM", "a@b")
    if not re.search(r"[^@\s<>]@[^@\s<>]", sender) or "\n" in sender:
        yield "IMAGEHUB_MAIL_FROM must hold a mail address"


def _addresses(env: Env) -> Iterator[str]:
    for name in ("IMAGEHUB_URL", *(f"IMAGEHUB_{slug}_URL" for slug in ROUTERS)):
        if name in env:
            try:
                url_parsing.read(env[name])
            except ValueError as error:
                yield f"{name} {error}"


def _host(env: Env) -> Iterator[str]:
    host = env.get("IMAGEHUB_HOST", "127.0.0.1").removeprefix("[").removesuffix("]")
    if not ((_is_network(host.partition("%")[0]) and "/" not in host) or _HOST.fullmatch(host)):
        yield "IMAGEHUB_HOST must be an address or a host name alone; the port belongs into PORT"


def _words(env: Env, name: str, kind: str) -> Iterator[str]:
    words = env.get(name, "").replace(",", " ").split()
    if kind == "networks" and len(words) == 1 and words[0].isascii() and words[0].isdigit():
        if int(words[0]) > 100:
            yield f"{name} must be a number up to 100, or networks"
        return
    for word in words:
        bare = word.removeprefix("[").removesuffix("]")
        is_host = kind == "hosts" and _HOST.fullmatch(word.removeprefix("*").removeprefix("."))
        if not (_is_network(bare) or is_host):
            wanted = "networks" if kind == "networks" else "hosts, addresses or networks"
            yield f"{name} must list {wanted}; it holds {word!r}"


def _is_network(word: str) -> bool:
    try:
        ipaddress.ip_network(word, strict=False)
    except ValueError:
        return False
    return True


def _proxy(env: Env) -> Iterator[str]:
    """Its words say nothing of what stands there: that may be a password."""
    if "IMAGEHUB_PROXY" not in env:
        return
    try:
        parts = urlsplit(env["IMAGEHUB_PROXY"])
        is_right = parts.scheme in url_parsing.PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_right = False
        parts = urlsplit("")
    if not is_right or parts.path not in ("", "/") or parts.query or parts.fragment:
        yield (
            "IMAGEHUB_PROXY must be http://host:port or https://host:port, with user:password@"
            " before the host where it asks for them (signs like @ and # percent-encoded)"
        )


def _ca_file(env: Env) -> Iterator[str]:
    if "IMAGEHUB_CA_FILE" not in env:
        return
    try:
        text = Path(env["IMAGEHUB_CA_FILE"]).read_bytes()
    except OSError as problem:
        yield f"IMAGEHUB_CA_FILE cannot be read: {problem.strerror}"
        return
    if b"-----BEGIN CERTIFICATE-----" not in text:
        yield "IMAGEHUB_CA_FILE holds no certificate in PEM form"
