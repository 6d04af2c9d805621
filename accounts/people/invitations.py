"""How people come in: links that work once, carry a role, and end on a day.

A link is the invitation's number and nonce, signed: a stolen database holds no links, and one
sent before the last sending is worthless.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.models.invitation import new_nonce

MOST_AT_ONCE = 200
LONGEST_ADDRESS = 254
_SALT = "invitation"
_BETWEEN = re.compile(r"[\s,;]+")


class Forged(Exception):
    """Not a link of ours, or not the newest one of its invitation."""


class Over(Exception):
    """The link was used, revoked, or is too old; `state` says which."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """A pasted list, read."""

    emails: tuple[str, ...]  # new and well written, lower case
    wrong: tuple[str, ...]  # not addresses
    known: tuple[str, ...]  # members already
    invited: tuple[str, ...]  # with a link that still works
    count: int  # words pasted

    @property
    def is_too_long(self) -> bool:
        return self.count > MOST_AT_ONCE


def read(text: str) -> Pasted:
    """Addresses from pasted text: by space, comma, semicolon or line; names around them ignored."""
    words = [word.strip("<>\"'()").lower() for word in _BETWEEN.split(text)]
    words = list(dict.fromkeys(word for word in words if "@" in word))
    if len(words) > MOST_AT_ONCE:
        return Pasted(emails=(), wrong=(), known=(), invited=(), count=len(words))
    wrong = [word for word in words if not _is_address(word)]
    good = [word for word in words if word not in wrong]
    known = set(User.objects.filter(email__in=good).values_list("email", flat=True))
    asked = set(Invitation.objects.open().filter(email__in=good).values_list("email", flat=True))
    return Pasted(
        emails=tuple(word for word in good if word not in known | asked),
        wrong=tuple(word[:60] for word in wrong),
        known=tuple(sorted(known)),
        invited=tuple(sorted(asked - known)),
        count=len(words),
    )


def invite(emails: Iterable[str], *, role: str, days: int, by: User) -> list[Invitation]:
    """One invitation for each address. Nothing is sent here."""
    until = timezone.now() + timedelta(days=days)
    made = [Invitation(email=email, role=role, expires_at=until, invited_by=by) for email in emails]
    return Invitation.objects.bulk_create(made)


def path(invitation: Invitation) -> str:
    """The address to open, from its first slash on."""
    token = signing.Signer(salt=_SALT).sign_object([invitation.pk, invitation.nonce])
    return reverse("join", args=[token])


def find(token: str) -> Invitation:
    """The invitation of a link that still works. Raises Forged or Over."""
    try:
        pk, nonce = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Forged from error
    invitation = Invitation.objects.select_related("invited_by").filter(pk=pk, nonce=nonce).first()
    if invitation is None:
        raise Forged
    if invitation.state != "pending":
        raise Over(invitation.state)
    return invitation


def accept(invitation: Invitation, *, name: str, password: str | None) -> User:
    """The new person. Of two people accepting at once one wins.

    Raises Over, or IntegrityError where the address has an account by now.
    """
    with transaction.atomic():
        mine = Invitation.objects.open().filter(pk=invitation.pk, nonce=invitation.nonce)
        if not mine.update(accepted_at=timezone.now()):
            raise Over(Invitation.objects.get(pk=invitation.pk).state)
        person = User.objects.create_user(
            invitation.email, password, role=invitation.role, name=name
        )
        Invitation.objects.filter(pk=invitation.pk).update(accepted_by=person)
    return person


def revoke(invitation: Invitation) -> bool:
    """The link stops working. False where it had ended already."""
    return bool(
        Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now())
    )


def renew(invitation: Invitation, *, days: int) -> bool:
    """A new link and term; the old link dies. False where somebody came in by it."""
    return bool(
        Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(
            nonce=new_nonce(),
            expires_at=timezone.now() + timedelta(days=days),
            revoked_at=None,
            sent_at=None,
            send_error="",
        )
    )


def _is_address(word: str) -> bool:
    try:
        validate_email(word)
    except ValidationError:
        return False
    return len(word) <= LONGEST_ADDRESS
