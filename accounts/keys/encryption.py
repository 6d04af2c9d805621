"""Seals and opens short secrets. Knows bytes and keys of ours, not users.

MultiFernet (cryptography.io/en/latest/fernet, read 2026-11-20): the first key writes, all read.
Who a secret belongs to is sealed in with it, so a ciphertext moved to another row does not open.
"""

from __future__ import annotations

import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """The ciphertext does not open with any key we have, or belongs to another row."""


def seal(secret: str, *, bound_to: str) -> str:
    """Ciphertext of `secret`, readable again only with the same `bound_to`."""
    plain = json.dumps({"for": bound_to, "secret": secret}).encode()
    return _ring().encrypt(plain).decode()


def unseal(sealed: str, *, bound_to: str) -> str:
    """The secret. Raises Unreadable."""
    try:
        content = json.loads(_ring().decrypt(sealed.encode()))
    except (InvalidToken, ValueError) as error:
        raise Unreadable from error
    if content.get("for") != bound_to:
        raise Unreadable
    return str(content["secret"])


def is_current(sealed: str) -> bool:
    """Sealed under the first of our keys, the one that writes."""
    try:
        Fernet(settings.ENCRYPTION_KEYS[0]).decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def reseal(sealed: str, *, bound_to: str) -> str:
    """The same secret under the first of our keys. Raises Unreadable."""
    return seal(unseal(sealed, bound_to=bound_to), bound_to=bound_to)


def _ring() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])
