"""Seals every key again under the first encryption key: `manage.py rotate_keys`."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.keys import encryption
from accounts.keys.key_vault import ENTER_AGAIN, binding
from accounts.models import KeyStatus, ProviderKey


@dataclass(slots=True)
class Rotated:
    """What a rotation did."""

    rotated: int = 0
    current: int = 0  # under the first encryption key already
    unreadable: int = 0  # opened by none of them: to be entered again


def rotate() -> Rotated:
    """Seals every key again under the first encryption key. Safe to break off and to run again.

    Each row changes by itself and only if nobody replaced the key meanwhile.
    """
    count = Rotated()
    kept = ProviderKey.objects.filter(removed_at=None).order_by("pk")
    for key in kept.iterator(chunk_size=100):
        for field in ("sealed", "sealed_before"):
            if getattr(key, field):
                _rotate_one(key, field, count)
    return count


def _rotate_one(key: ProviderKey, field: str, count: Rotated) -> None:
    sealed = getattr(key, field)
    if encryption.is_current(sealed):
        count.current += 1
        return
    rows = ProviderKey.objects.filter(pk=key.pk, **{field: sealed})
    try:
        fresh = encryption.reseal(sealed, bound_to=binding(key))
    except encryption.Unreadable:
        count.unreadable += 1
        if field == "sealed":
            rows.update(status=KeyStatus.UNREADABLE, last_error=ENTER_AGAIN)
        return
    count.rotated += rows.update(**{field: fresh})
