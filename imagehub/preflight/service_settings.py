"""Settings of what ImageHub leans on: database, queue, mail, company sign-in, secrets.

What stands in them may be a password: the words name the setting, never its value.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from imagehub.preflight import url_parsing

Env = Mapping[str, str]
POSTGRES = ("postgres", "postgresql", "psql", "pgsql")
MAIL = ("smtp", "smtps", "smtp+tls", "smtp+ssl")
MAIL_WITHOUT_HOST = ("consolemail", "filemail", "memorymail", "dummymail")
ROLES = ("admin", "member", "viewer")


def faults(env: Env) -> Iterator[str]:
    """One sentence for each setting that cannot be read."""
    yield from _database(env)
    yield from _redis(env)
    yield from _mail(env)
    yield from _company(env)
    yield from _secrets(env)


def _database(env: Env) -> Iterator[str]:
    parts = _read(env.get("DATABASE_URL", "sqlite:///x"))
    path = unquote(parts.path[1:]) if parts else ""
    is_ours = parts is not None and parts.scheme in (*POSTGRES, "sqlite")
    if parts is None or not is_ours or not path:
        yield (
            "DATABASE_URL must be postgres://user:password@host/name or sqlite:////path/of/file"
            " (signs like @, / and # in a password percent-encoded)"
        )
    elif parts.scheme == "sqlite" and not Path("/", path).parent.is_dir() and path[0] == "/":
        yield "DATABASE_URL names a file in a folder that is not there"


def _redis(env: Env) -> Iterator[str]:
    if "REDIS_URL" not in env:
        return
    parts = _read(env["REDIS_URL"])
    is_right = parts is not None and (
        (parts.scheme in ("redis", "rediss") and parts.hostname and _is_db(parts.path))
        or (parts.scheme == "unix" and parts.path)
    )
    if not is_right:
        yield "REDIS_URL must be redis://host:port/0, rediss://… or unix:///path/of/socket"


def _is_db(path: str) -> bool:
    return path in ("", "/") or path[1:].isdigit()


def _mail(env: Env) -> Iterator[str]:
    parts = _read(env.get("EMAIL_URL", "consolemail://"))
    if parts is None or not (
        (parts.scheme in MAIL and parts.hostname) or parts.scheme in MAIL_WITHOUT_HOST
    ):
        yield (
            "EMAIL_URL must be smtp+tls://user:password@host:587, smtp+ssl://… or smtp://…"
            " (signs like @, / and # in a password percent-encoded)"
        )


def _read(text: str) -> SplitResult | None:
    """None where it cannot be read, its port included."""
    try:
        parts = urlsplit(text.strip())
        is_right = parts.port != 0
    except ValueError:
        return None
    return parts if is_right and not parts.fragment else None


def _company(env: Env) -> Iterator[str]:
    names = [f"IMAGEHUB_OIDC_{word}" for word in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")]
    given = [name for name in names if name in env]
    if given and len(given) < len(names):
        missing = " and ".join(name for name in names if name not in env)
        yield f"{missing} must be set, too: company sign-in is only half described"
    if "IMAGEHUB_OIDC_ISSUER" in env:
        try:
            url_parsing.read(env["IMAGEHUB_OIDC_ISSUER"])
        except ValueError as error:
            yield f"IMAGEHUB_OIDC_ISSUER {error}"
        if "/.well-known" in env["IMAGEHUB_OIDC_ISSUER"]:
            yield "IMAGEHUB_OIDC_ISSUER must end before /.well-known/"
    for pair in filter(None, env.get("IMAGEHUB_OIDC_GROUPS", "").split(",")):
        group, _, role = pair.partition("=")
        if not group.strip() or role.strip() not in ROLES:
            yield f"IMAGEHUB_OIDC_GROUPS must be group=role by comma, a role being {_or(ROLES)}"
            return


def _or(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _secrets(env: Env) -> Iterator[str]:
    for name in ("IMAGEHUB_SECRET_KEY", "IMAGEHUB_ENCRYPTION_KEYS"):
        file = env.get(f"{name}_FILE")
        if name in env or not file:
            continue
        try:
            text = Path(file).read_text().strip()
        except (OSError, UnicodeError) as problem:
            yield f"{name}_FILE cannot be read: {getattr(problem, 'strerror', 'it is not text')}"
            continue
        if not text:
            yield f"{name}_FILE names an empty file"
        elif name == "IMAGEHUB_ENCRYPTION_KEYS":
            yield from _fernet_keys(f"{name}_FILE", text)
    if "IMAGEHUB_ENCRYPTION_KEYS" in env:
        yield from _fernet_keys("IMAGEHUB_ENCRYPTION_KEYS", env["IMAGEHUB_ENCRYPTION_KEYS"])


def _fernet_keys(name: str, text: str) -> Iterator[str]:
    keys = text.replace(",", " ").split()
    wrong = [place for place, key in enumerate(keys, 1) if not _is_fernet_key(key)]
    if wrong or not keys:
        which = f"number {wrong[0]} is none" if wrong else "there is none"
        yield (
            f"{name} must hold Fernet keys (32 bytes in URL-safe base64), {which};"
            " docs/operating.md says how one is made"
        )


def _is_fernet_key(key: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(key)) == 32
    except (binascii.Error, ValueError):
        return False
