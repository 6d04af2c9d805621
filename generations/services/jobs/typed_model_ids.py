"""Model ids that people type at a router which cannot tell its models (an admin's own).

The first use is remembered as an offer, so that the id stands in the picker; where new models wait
for approval, it waits, and no job is made.
"""

from __future__ import annotations

from accounts.models import ProviderSetting
from generations import offers
from generations.models import Offer
from generations.providers import catalog
from generations.providers.types import ModelSpec, Problem


def id_problem(provider: str, model: str) -> Problem | None:
    """Why a typed id cannot be one; None where it may, or where nobody may type any."""
    if not offers.takes_typed_ids(provider):
        return None
    message = catalog.typed_problem(model)
    return Problem(field="model", code="bad_model", message=message) if message else None


def remember(spec: ModelSpec) -> None:
    """Keeps a typed id that is used, for the picker."""
    if spec.is_typed:
        Offer.objects.get_or_create(provider=spec.provider, model=spec.id)


def wants_approval(spec: ModelSpec) -> bool:
    """Makes a waiting offer of an id that nobody used before, where new models wait.

    Returns whether it waits.
    """
    waits = ProviderSetting.objects.filter(slug=spec.provider, new_models_wait=True).exists()
    if not (spec.is_typed and waits):
        return False
    offer, _ = Offer.objects.get_or_create(
        provider=spec.provider, model=spec.id, defaults={"is_waiting": True}
    )
    return offer.is_waiting
