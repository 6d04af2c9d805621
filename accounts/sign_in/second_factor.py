"""TOTP, passkeys and recovery codes: how allauth keeps them here, and who still owes one."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from accounts.keys import encryption
from accounts.models import TeamSetting, User

PROVING = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes are a spare
_BOUND_TO = "second factor"


class Adapter(DefaultMFAAdapter):
    """Seals what allauth would keep in the clear, and speaks our words."""

    def encrypt(self, text: str) -> str:
        return encryption.seal(text, bound_to=_BOUND_TO)

    def decrypt(self, encrypted_text: str) -> str:
        """Where the seal does not open any more, a secret nobody has: an admin can help."""
        try:
            return encryption.unseal(encrypted_text, bound_to=_BOUND_TO)
        except encryption.Unreadable:
            return base64.b32encode(os.urandom(20)).decode()

    def build_totp_svg(self, url: str) -> str:
        """The code as an element of the page: our CSP lets no data: pictures in."""
        svg = str(super().build_totp_svg(url))
        return svg[svg.index("<svg") :]

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.TEAM_NAME}


def has(user: User) -> bool:
    """The person proves themself with more than a password."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=PROVING).exists())


def is_owed_by(user: User) -> bool:
    """The team asks for a second factor and this person has none."""
    return TeamSetting.objects.filter(require_second_factor=True).exists() and not has(user)


def owing(people: Iterable[int]) -> set[int]:
    """Of these people (ids) those who owe one."""
    if not TeamSetting.objects.filter(require_second_factor=True).exists():
        return set()
    return without(people)


def without(people: Iterable[int]) -> set[int]:
    """Of these people (ids) those who have none."""
    people = set(people)
    proven = Authenticator.objects.filter(user_id__in=people, type__in=PROVING)
    return people - set(proven.values_list("user_id", flat=True))


def forget(user: User) -> None:
    """All of a person's second factors, for somebody who lost their telephone."""
    Authenticator.objects.filter(user_id=user.pk).delete()


def reseal() -> int:
    """Writes every sealed secret again under the newest key; those that do not open stay."""
    count = 0
    for row in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN):
        with transaction.atomic():
            locked = Authenticator.objects.select_for_update().get(pk=row.pk)
            count += _resealed(locked)
    return count


def _resealed(row: Authenticator) -> bool:
    for name, sealed in row.data.items():
        if name not in ("secret", "seed") or not isinstance(sealed, str):
            continue
        try:
            secret = encryption.unseal(sealed, bound_to=_BOUND_TO)
        except encryption.Unreadable:
            return False
        row.data[name] = encryption.seal(secret, bound_to=_BOUND_TO)
    row.save(update_fields=["data"])
    return True
