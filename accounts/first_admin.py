"""The one-time link that makes the first admin: valid until there is one, and won by one person."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from secrets import compare_digest, token_hex

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import Role, User
from imagehub.secrets import kept


class AlreadyClaimed(Exception):
    """There is an admin: the link is worth nothing any more."""


class WrongToken(Exception):
    """Not the link that was printed."""


def is_open() -> bool:
    """No admin yet."""
    return not User.objects.filter(role=Role.ADMIN).exists()


def link() -> str | None:
    """The whole address to open, or None once there is an admin."""
    if not is_open():
        return None
    return settings.SITE_URL + reverse("first_run", args=[_token()])


def admit(token: str) -> None:
    """Raises AlreadyClaimed or WrongToken; returns where the page may be shown."""
    if not is_open():
        raise AlreadyClaimed
    if not compare_digest(token, _token()):
        raise WrongToken


def claim(token: str, *, email: str, password: str, name: str) -> User:
    """The first admin. Of two people claiming at once one wins.

    Raises AlreadyClaimed, WrongToken, or IntegrityError where the address is taken.
    """
    admit(token)
    ours = _file().with_suffix(f".{token_hex(8)}")
    try:
        _file().rename(ours)  # atomic whatever the database: one claimer holds it
    except FileNotFoundError as error:
        raise AlreadyClaimed from error
    try:
        with transaction.atomic():
            if not is_open():
                raise AlreadyClaimed
            person = User.objects.create_user(email, password, role=Role.ADMIN, name=name)
    except BaseException:
        with suppress(FileNotFoundError):
            ours.rename(_file())
        raise
    ours.unlink()
    return person


def _token() -> str:
    return kept(_file()).rstrip("=")


def _file() -> Path:
    return settings.DATA_DIR / "secrets" / "first_admin_token"
