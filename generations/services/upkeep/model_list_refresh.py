"""Asks a router what it offers and stores the answer as offers, with the time seen."""

from __future__ import annotations

import asyncio
import logging

from django.db import transaction
from django.utils import timezone

from accounts.keys import key_vault, provider_directory
from accounts.models import ProviderKey, ProviderSetting
from generations.models import Offer
from generations.providers import catalog
from generations.providers.errors import ProviderError
from generations.providers.types import ModelSpec, Provider

PROVEN = ("working", "accepted")
log = logging.getLogger("imagehub.offers")


def refresh(provider: str, *, user_id: int | None = None) -> int:
    """How many models the router listed; 0 when it could not be asked, and nothing changed."""
    facts = provider_directory.facts_of(provider)
    if facts is None or not facts.lists_models:
        return 0
    secret = _any_key(provider, user_id)
    if facts.list_needs_key and secret is None:
        return 0
    try:
        specs = asyncio.run(_list(provider_directory.provider_for(provider), secret))
    except ProviderError as error:
        log.warning("%s did not list its models: %s", provider, error.code)
        return 0
    _store(provider, specs)
    return len(specs)


async def _list(adapter: Provider, secret: str | None) -> tuple[ModelSpec, ...]:
    try:
        return await adapter.list_models(secret)
    finally:
        await adapter.close()


def _any_key(provider: str, user_id: int | None) -> str | None:
    usable = ProviderKey.objects.filter(provider=provider, removed_at=None, status__in=PROVEN)
    mine = usable.filter(owner=user_id) if user_id else usable
    key = mine.first()
    if key is None:
        return None
    try:
        return key_vault.key_for(key)
    except key_vault.KeyUnreadable:
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
