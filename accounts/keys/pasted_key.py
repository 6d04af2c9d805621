"""A key as it was meant: what people paste beside it is taken off, or it is refused in words."""

from __future__ import annotations

import re

from generations.providers.types import Problem

LONGEST = 512  # characters; the longest known kind has 64
_QUOTES = "\"'`“”‘’„«»‹›"
_NAMED = re.compile(  # export NAME=…, $env:NAME = …; a key's own padding stands at its end
    r"^(?:export\s+|set\s+|\$env:)?[A-Za-z_][A-Za-z0-9_-]*\s*=\s*(?=[^=\s].{5})"
)
_HEADED = re.compile(  # "api_key": …, Authorization: …; other colons belong to the key
    r"""^(?:["'][\w -]+["']|[\w-]*(?:key|token|secret|authorization))\s*:\s*""", re.IGNORECASE
)
_BEARER = re.compile(r"^bearer\s+", re.IGNORECASE)


def meant(text: str) -> str:
    """The key in what was pasted: quotes, `NAME=`, `Bearer` and a closing comma are no part of it."""
    for _ in range(4):
        text = _HEADED.sub("", text.strip())
        text = _BEARER.sub("", _NAMED.sub("", _bare(text)))
    return _bare(text)


def problems(secret: str) -> list[Problem]:
    """Why this is no key. It travels in a header: one word of plain characters."""
    if not secret:
        return [_problem("required", "Paste the key from the provider.")]
    if len(secret) > LONGEST:
        return [_problem("bad_key", f"A key has at most {LONGEST} characters. This is longer.")]
    if not (secret.isascii() and secret.isprintable()) or " " in secret:
        message = "A key is one word. This one has spaces, line breaks or unusual letters in it."
        return [_problem("bad_key", message)]
    if set(secret) & set(_QUOTES + ",;{}<>"):
        message = "There are quotes or signs in it that no key has. Paste the key alone."
        return [_problem("bad_key", message)]
    return []


def _bare(text: str) -> str:
    return text.strip().rstrip(",;").strip().strip(_QUOTES).strip()


def _problem(code: str, message: str) -> Problem:
    return Problem(field="secret", code=code, message=message)
