"""The one-time link that makes the first admin: valid until there is one, and won by one person."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import compare_digest

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import Role, User
from accounts.network import site_address
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
    return site_address.for_letters() + reverse("first_run", args=[_token()])


def admit(token: str) -> None:
    """Raises AlreadyClaimed or WrongToken; returns where the page may be shown."""
    if not is_open():
        raise AlreadyClaimed
    if compare_digest(token, _token()):
        return
    raise WrongToken if is_open() else AlreadyClaimed  # it was claimed between the two looks


def claim(token: str, *, email: str, password: str, name: str) -> User:
    """The first admin. Of two people claiming at once one wins.

    Raises AlreadyClaimed, WrongToken, or IntegrityError where the address is taken.
    """
    with _one_at_a_time():
        admit(token)
        with transaction.atomic():
            person = User.objects.create_user(email, password, role=Role.ADMIN, name=name)
    _file().unlink(missing_ok=True)
    return person


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Whatever the database: the others wait here, then find an admin."""
    _file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _file().with_name("first_admin.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _token() -> str:
    return kept(_file()).rstrip("=")


def _file() -> Path:
    return settings.DATA_DIR / "secrets" / "first_admin_token"
