"""A router refused a key once: is it the key, or the model? Its free call is asked (rules.md 2).

Until that has answered the key rests: no other job is sent with it, and none fails by it.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.keys import key_vault, provider_directory
from accounts.models import KeyStatus, ProviderKey
from generations.providers.errors import KeyRejected, ProviderError
from generations.providers.types import KeyReport

log = logging.getLogger(__name__)
ASK_AGAIN_S = 30  # after that a check that brought no answer is made again
WITHIN = timedelta(hours=1)
MODELS = 3  # so many refused within that time, and a key that its router calls good goes as well
IN_A_ROW = 2  # the same without a success between, where nothing proves a key


def note(key_id: int, model: str) -> bool:
    """A paid call with this key was refused: it rests. Returns whether its router is to be asked
    now; one check at a time."""
    now = timezone.now()
    with transaction.atomic():
        key = ProviderKey.objects.select_for_update().get(pk=key_id)
        since = [each for each in key.refusals if _moment(each[0]) > now - 24 * WITHIN]
        key.refusals = [*since, [now.isoformat(), model]][-20:]
        is_first = key.resting_at is None
        key.resting_at = key.resting_at or now
        key.save(update_fields=["refusals", "resting_at"])
    return is_first and key.status != KeyStatus.REJECTED


def unanswered() -> list[int]:
    """Keys that rest, and whose check brought no answer yet: to be asked again. Marks them."""
    late = timezone.now() - timedelta(seconds=ASK_AGAIN_S)
    aside = Q(status__in=(KeyStatus.REJECTED, KeyStatus.UNREADABLE))
    rows = ProviderKey.objects.filter(~aside, removed_at=None, resting_at__lt=late)
    found = list(rows.values_list("pk", flat=True))
    if found:
        rows.filter(pk__in=found).update(resting_at=timezone.now())
    return found


def judge(key_id: int) -> bool:
    """Asks the router. Returns whether the key was put aside; else it may be used again.

    A router that cannot be reached says nothing: the key goes on resting.
    """
    key = ProviderKey.objects.get(pk=key_id)
    if key.resting_at is None or not key.is_usable:
        return False
    try:
        report = key_vault.ask(key)
    except key_vault.KeyUnreadable:
        key_vault.unreadable(key_id)
        return True
    except KeyRejected as error:
        words = error.message or "The router refused it."
    except ProviderError as error:
        log.warning("key %s rests: its router gave no answer (%s)", key_id, error.code)
        return False
    else:
        words = _words(key) if _is_too_often(key, report) else ""
    same = ProviderKey.objects.filter(pk=key_id, sealed=key.sealed)
    if words and same.exists():  # else it was replaced meanwhile: nothing was said of the new one
        key_vault.rejected(key_id, words)
        return True
    same.update(resting_at=None)
    return False


def _is_too_often(key: ProviderKey, report: KeyReport) -> bool:
    facts = provider_directory.facts_of(key.provider, with_off=True)
    if not (report.proven and facts and facts.proves_keys):
        return len(key.refusals) >= IN_A_ROW
    lately = timezone.now() - WITHIN
    return len({model for at, model in key.refusals if _moment(at) > lately}) >= MODELS


def _words(key: ProviderKey) -> str:
    models = list(dict.fromkeys(model for _, model in key.refusals))
    return f"It was refused for {', '.join(models[-MODELS:])}."


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
