"""The only door to a plaintext key: store, key_for, replace, forget, check (rules.md section 5)."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.keys import encryption, pasted_key, provider_directory
from accounts.models import KeyStatus, ProviderKey, User
from generations.providers.errors import KeyRejected, ProviderError, RequestRefused
from generations.providers.types import KeyReport, Problem, Provider

log = logging.getLogger(__name__)
LONGEST_PAUSE_S = 300
LONGEST_LABEL = 60
ENTER_AGAIN = "Enter again: the encryption key that sealed it is no longer here."


class KeyUnreadable(Exception):
    """The stored key no longer opens: its owner must enter it again."""


def store(*, owner: User, provider: str, label: str, secret: str) -> ProviderKey:
    """A new key, sealed, unchecked; the owner's first one for a provider is the default.

    Raises RequestRefused, having written nothing.
    """
    secret, label = pasted_key.meant(secret), label.strip()
    _refuse_if(_problems(owner, provider, label, secret))
    return _kept(owner, provider, label, secret)


def store_checked(*, owner: User, provider: str, label: str, secret: str) -> ProviderKey:
    """As `store`, after asking the router; where it cannot be reached the key is kept unchecked.

    Raises RequestRefused or KeyRejected, having written nothing.
    """
    secret, label = pasted_key.meant(secret), label.strip()
    _refuse_if(_problems(owner, provider, label, secret))
    try:
        report = _ask(provider, secret)
    except KeyRejected:
        raise
    except ProviderError as error:
        key = _kept(owner, provider, label, secret)
        _record(key, KeyStatus.UNCHECKED, error=_words(error))
        return key
    key = _kept(owner, provider, label, secret)
    _believe(key, report)
    return key


def _kept(owner: User, provider: str, label: str, secret: str) -> ProviderKey:
    mine = ProviderKey.objects.owned_by(owner).filter(provider=provider)
    key = ProviderKey(owner=owner, provider=provider, label=label, is_default=not mine.exists())
    _put(key, secret)
    try:
        with transaction.atomic():
            key.save()
    except IntegrityError as error:
        raise RequestRefused([_taken(label)]) from error
    return key


def key_for(key: ProviderKey, *, sent_at: datetime | None = None) -> str:
    """The plaintext, for one call. Raises KeyUnreadable.

    sent_at: when the job was sent that this call is about; one sent before the key was replaced
    goes on with the secret it was sent with.
    """
    is_older = sent_at and key.replaced_at and sent_at < key.replaced_at and key.sealed_before
    sealed = key.sealed_before if is_older else key.sealed
    try:
        return encryption.unseal(sealed, bound_to=binding(key))
    except encryption.Unreadable as error:
        what = "was removed" if key.removed_at else "must be entered again"
        raise KeyUnreadable(f"The key “{key.label}” {what}.") from error


def replace(key: ProviderKey, secret: str) -> None:
    """A new secret under the same label; jobs that run keep the one they were sent with.

    Raises RequestRefused, having written nothing.
    """
    secret = pasted_key.meant(secret)
    _refuse_if(pasted_key.problems(secret))
    key.sealed_before, key.replaced_at = key.sealed, timezone.now()
    _put(key, secret)
    key.status, key.last_error, key.checked_at = KeyStatus.UNCHECKED, "", None
    key.paused_until, key.pause_step = None, 0
    key.resting_at, key.refusals = None, []
    key.save()


def forget(key: ProviderKey) -> None:
    """Wipes the secret for good; the row stays so that past jobs keep their label."""
    key.sealed, key.removed_at, key.is_default = "", timezone.now(), False
    key.sealed_before, key.resting_at = "", None
    key.save(update_fields=["sealed", "sealed_before", "resting_at", "removed_at", "is_default"])
    heir = ProviderKey.objects.owned_by(key.owner).filter(provider=key.provider).first()
    if heir and not heir.is_default:
        make_default(heir)


def wipe_replaced() -> int:
    """Forgets replaced secrets that no job sent with them can still need. Returns how many."""
    limit = timezone.now() - timedelta(seconds=settings.CALL_LIMIT_S + 2 * settings.POLL_LIMIT_S)
    old = ProviderKey.objects.filter(replaced_at__lt=limit).exclude(sealed_before="")
    return old.update(sealed_before="")


def make_default(key: ProviderKey) -> None:
    """The key its owner's jobs use unless another is chosen."""
    with transaction.atomic():
        same = ProviderKey.objects.owned_by(key.owner).filter(provider=key.provider)
        same.update(is_default=False)
        ProviderKey.objects.filter(pk=key.pk).update(is_default=True)


def check(key: ProviderKey) -> KeyStatus:
    """Asks the router about the key, free of charge, and records what it said.

    A router that cannot be reached leaves the key as it was: usable, not checked.
    """
    try:
        report = ask(key)
    except KeyUnreadable:
        return _record(key, KeyStatus.UNREADABLE, error=ENTER_AGAIN)
    except KeyRejected as error:
        key.refused_at = timezone.now()
        return _record(key, KeyStatus.REJECTED, error=_words(error))
    except ProviderError as error:
        return _record(key, KeyStatus(key.status), error=_words(error))
    return _believe(key, report)


def ask(key: ProviderKey) -> KeyReport:
    """What the router's free call says of the key. Raises KeyUnreadable or ProviderError."""
    return _ask(key.provider, key_for(key))


def used(key_id: int) -> None:
    """A job was answered with this key: it works, and any pause is over."""
    now = timezone.now()
    ProviderKey.objects.filter(pk=key_id).update(
        status=KeyStatus.WORKING,
        last_used_at=now,
        succeeded_at=now,
        last_error="",
        paused_until=None,
        pause_step=0,
        resting_at=None,
        refusals=[],
    )


def rejected(key_id: int, words: str) -> None:
    """A router refused this key: it is not offered again until it is checked or replaced."""
    now = timezone.now()
    ProviderKey.objects.filter(pk=key_id).update(
        status=KeyStatus.REJECTED,
        last_used_at=now,
        refused_at=now,
        resting_at=None,
        last_error=words[:300],
    )


def unreadable(key_id: int) -> None:
    """No encryption key of ours opens it: it is not offered again until it is entered again."""
    ProviderKey.objects.filter(pk=key_id).update(
        status=KeyStatus.UNREADABLE, last_error=ENTER_AGAIN, resting_at=None
    )


def pause(key_id: int, retry_after: float | None) -> float:
    """Rests a key after a 429: `Retry-After`, else 5, 10, 20 … 300 s. Returns the seconds."""
    key = ProviderKey.objects.get(pk=key_id)
    stepped = min(settings.PAUSE_FIRST_S * 2**key.pause_step, LONGEST_PAUSE_S)
    seconds = stepped if retry_after is None else min(retry_after, LONGEST_PAUSE_S)
    ProviderKey.objects.filter(pk=key_id).update(
        paused_until=timezone.now() + timedelta(seconds=seconds),
        pause_step=min(key.pause_step + 1, 7),
    )
    return seconds


def _ask(slug: str, secret: str) -> KeyReport:
    """Database first, then the call: no connection is opened inside the loop, and none is left."""
    return asyncio.run(_report(provider_directory.provider_for(slug), secret))


async def _report(provider: Provider, secret: str) -> KeyReport:
    try:
        return await provider.check_key(secret)
    finally:
        await provider.close()


def _believe(key: ProviderKey, report: KeyReport) -> KeyStatus:
    key.refusals, key.resting_at = [], None
    key.credit_usd, key.models_seen = report.credit_usd, report.models
    return _record(key, KeyStatus.WORKING if report.proven else KeyStatus.ACCEPTED)


def _record(key: ProviderKey, status: KeyStatus, *, error: str = "") -> KeyStatus:
    key.status, key.last_error = status, error[:300]
    fields = ["status", "last_error", "credit_usd", "models_seen"]
    fields += ["refusals", "resting_at", "refused_at"]
    if status != KeyStatus.UNCHECKED:
        key.checked_at = timezone.now()
        fields.append("checked_at")
    same = ProviderKey.objects.filter(pk=key.pk, sealed=key.sealed)  # not replaced meanwhile
    same.update(**{name: getattr(key, name) for name in fields})
    return status


def _words(error: ProviderError) -> str:
    return error.message or error.code.replace("_", " ")


def _put(key: ProviderKey, secret: str) -> None:
    key.sealed = encryption.seal(secret, bound_to=binding(key))
    key.last4 = secret[-4:] if len(secret) >= 12 else "••••"


def binding(key: ProviderKey) -> str:
    """What is sealed in with a secret, so that it opens in its own row only."""
    return f"{key.owner_id}:{key.provider}"


def _problems(owner: User, provider: str, label: str, secret: str) -> list[Problem]:
    found = []
    if not owner.may_spend:
        found.append(Problem(field="user", code="viewer", message="Viewers cannot keep keys."))
    facts = provider_directory.facts_of(provider)
    if facts is None or not facts.needs_key:
        message = f"There is no provider “{provider}” that takes a key."
        found.append(Problem(field="provider", code="not_a_choice", message=message))
    if not label:
        found.append(Problem(field="label", code="required", message="Give the key a name."))
    if len(label) > LONGEST_LABEL:
        message = f"At most {LONGEST_LABEL} characters."
        found.append(Problem(field="label", code="too_long", message=message))
    found += pasted_key.problems(secret)
    if ProviderKey.objects.owned_by(owner).filter(provider=provider, label=label).exists():
        found.append(_taken(label))
    return found


def _taken(label: str) -> Problem:
    message = f"You already have a key called “{label}” here. Choose another name."
    return Problem(field="label", code="taken", message=message)


def _refuse_if(problems: list[Problem]) -> None:
    if problems:
        raise RequestRefused(problems)
