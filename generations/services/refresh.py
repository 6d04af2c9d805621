"""Asks a router what it offers and stores the answer as offers, with the time seen."""

from __future__ import annotations

import logging

from asgiref.sync import sync_to_async
from django.db import transaction
from django.utils import timezone

from accounts import directory, keys
from accounts.models import ProviderKey, ProviderSetting
from generations.models import Offer
from generations.providers import catalog
from generations.providers.errors import ProviderError
from generations.providers.types import ModelSpec

PROVEN = ("working", "accepted")
log = logging.getLogger("imagehub.offers")


async def refresh(provider: str, *, user_id: int | None = None) -> int:
    """How many models the router listed; 0 when it could not be asked, and nothing changed."""
    facts = await sync_to_async(directory.facts_of)(provider)
    if facts is None or not facts.lists_models:
        return 0
    secret = await sync_to_async(_any_key)(provider, user_id)
    if facts.list_needs_key and secret is None:
        return 0
    adapter = await sync_to_async(directory.provider_for)(provider)
    try:
        specs = await adapter.list_models(secret)
    except ProviderError as error:
        log.warning("%s did not list its models: %s", provider, error.code)
        return 0
    finally:
        await adapter.close()
    await sync_to_async(_store)(provider, specs)
    return len(specs)


def _any_key(provider: str, user_id: int | None) -> str | None:
    usable = ProviderKey.objects.filter(provider=provider, removed_at=None, status__in=PROVEN)
    mine = usable.filter(owner=user_id) if user_id else usable
    key = mine.first()
    if key is None:
        return None
    try:
        return keys.key_for(key)
    except keys.KeyUnreadable:
        return None


def _store(provider: str, specs: tuple[ModelSpec, ...]) -> None:
    if not specs:
        return
    now = timezone.now()
    waits = ProviderSetting.objects.filter(slug=provider, new_models_wait=True).exists()
    known = {spec.id for spec in catalog.shipped_specs(provider)} if waits else set()
    with transaction.atomic():
        for spec in specs:
            is_new = waits and spec.id not in known
            Offer.objects.update_or_create(
                provider=provider,
                model=spec.id,
                defaults={"spec": catalog.spec_to_json(spec), "seen_at": now, "gone_at": None},
                create_defaults={
                    "spec": catalog.spec_to_json(spec),
                    "seen_at": now,
                    "is_waiting": is_new,
                },
            )
        Offer.objects.filter(provider=provider, seen_at__lt=now, gone_at=None).update(gone_at=now)
