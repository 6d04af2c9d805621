"""Live lists: a router's own list stands above our facts, and a dead router changes nothing."""

from __future__ import annotations

from typing import Any

from accounts.models import ProviderKey, User
from generations import offers, tasks
from generations.models import Offer
from generations.providers import catalog
from generations.services.upkeep.model_list_refresh import refresh
from tests.simulator.server import Simulator


def test_a_checked_key_brings_the_routers_own_list(alice: User, simulator: Simulator) -> None:
    key = ProviderKey.objects.get(owner=alice, provider="openrouter")
    tasks.check_key(key.pk)
    key.refresh_from_db()
    assert key.status == "working"
    listed = Offer.objects.filter(provider="openrouter")
    assert listed.exists()
    assert all(offer.seen_at for offer in listed)
    assert set(listed.values_list("model", flat=True)) <= set(offers.specs_of("openrouter"))


def test_a_model_that_is_no_longer_listed_is_marked_with_its_date(
    alice: User, simulator: Simulator
) -> None:
    spec = catalog.shipped_specs("openrouter")[0]
    Offer.objects.create(
        provider="openrouter",
        model="gone/model",
        spec={**catalog.spec_to_json(spec), "id": "gone/model"},
        seen_at="2026-01-01T00:00:00Z",
    )
    assert refresh("openrouter") > 0
    assert Offer.objects.get(model="gone/model").gone_at is not None
    gone = offers.spec_for("openrouter", "gone/model")
    assert gone is not None and gone.note.startswith("No longer in the router's list")


def test_a_router_that_is_down_leaves_the_list_as_it_was(
    alice: User, simulator: Simulator, settings: Any
) -> None:
    refresh("openrouter")
    before = set(offers.specs_of("openrouter"))
    settings.PROVIDER_URLS = {"openrouter": "http://127.0.0.1:9/api/v1"}
    assert refresh("openrouter") == 0
    assert set(offers.specs_of("openrouter")) == before


def test_a_list_that_needs_a_key_is_not_asked_for_without_one(
    alice: User, simulator: Simulator
) -> None:
    assert refresh("fastapi") == 0
    ProviderKey.objects.filter(provider="fastapi").update(status="working")
    assert refresh("fastapi") > 0


def test_hidden_models_are_not_in_the_picker(alice: User, simulator: Simulator) -> None:
    Offer.objects.create(provider="fastapi", model="dall-e-2", is_hidden=True)
    shown = {choice.spec.id for group in offers.picker(alice).groups for choice in group.choices}
    assert "dall-e-2" not in shown
    assert "dall-e-3" in shown
