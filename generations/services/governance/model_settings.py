"""What the admins make of a model on offer: approve, hide, rename, favour, default, price."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from generations import offers
from generations.models import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    label: str  # empty: the router's own
    price_usd: Decimal | None  # one picture; None: the list price
    is_hidden: bool
    is_favourite: bool
    is_default: bool


def change_settings(provider: str, model: str, wanted: ModelSettings) -> bool:
    """Keeps it. False where there is no such model. At most one model is the default."""
    if offers.spec_for(provider, model) is None:
        return False
    with transaction.atomic():
        if wanted.is_default:
            Offer.objects.filter(is_default=True).update(is_default=False)
        Offer.objects.update_or_create(
            provider=provider,
            model=model,
            defaults={
                "label": wanted.label,
                "price_usd": wanted.price_usd,
                "is_hidden": wanted.is_hidden and not wanted.is_default,
                "is_favourite": wanted.is_favourite,
                "is_default": wanted.is_default,
            },
        )
    return True


def approve(provider: str, model: str | None = None) -> int:
    """Lets a waiting model, or all of a provider's, into the picker. Returns how many."""
    rows = Offer.objects.filter(provider=provider, is_waiting=True)
    return (rows if model is None else rows.filter(model=model)).update(is_waiting=False)
