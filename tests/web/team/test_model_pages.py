"""What admins make of models and providers, and what everybody sees of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Notice, ProviderSetting, User
from generations import offers
from generations.models import Offer
from tests.factories import make_generation, make_key


def wish(client: Any, **values: Any) -> Any:
    data = {"provider": "fastapi", "model": "gpt-image-1"} | values
    return client.post(reverse("team_models"), data)


def test_a_model_is_renamed_priced_favoured_and_made_the_default(alice: User, as_user: Any) -> None:
    client = as_user(alice)
    answer = wish(client, label="Our model", price_usd="0.07", is_favourite="on", is_default="on")
    assert answer.status_code == 302
    spec = offers.spec_for("fastapi", "gpt-image-1")
    assert spec is not None
    assert (spec.label, spec.prices[0].low) == ("Our model", Decimal("0.07"))
    page = client.get(reverse("team_models"), {"provider": "fastapi"}).content.decode()
    assert "≈ $0.070" in page
    make_key(alice)
    choice = client.get("/").content.decode()
    assert "Our model" in choice
    wish(client, model="dall-e-3", is_default="on")
    assert Offer.objects.filter(is_default=True).count() == 1


def test_a_hidden_and_a_waiting_model_leave_the_picker(alice: User, as_user: Any) -> None:
    from generations.offers import picker

    client = as_user(alice)
    wish(client, is_hidden="on")
    Offer.objects.create(provider="fastapi", model="dall-e-3", is_waiting=True)
    shown = {choice.spec.id for group in picker(alice).groups for choice in group.choices}
    assert not shown & {"gpt-image-1", "dall-e-3"}
    client.post(reverse("team_models_approve"), {"provider": "fastapi"})
    shown = {choice.spec.id for group in picker(alice).groups for choice in group.choices}
    assert "dall-e-3" in shown


@pytest.mark.parametrize("price", ["-1", "x", "1e9", "0.1234567", "NaN", "Infinity"])
def test_a_strange_price_is_refused(price: str, alice: User, as_user: Any) -> None:
    assert wish(as_user(alice), price_usd=price).status_code == 422
    assert not Offer.objects.exists()


def test_unknown_models_and_providers_are_not_there(alice: User, as_user: Any) -> None:
    client = as_user(alice)
    assert wish(client, model="nothing").status_code == 404
    assert wish(client, provider="nobody").status_code == 404
    assert client.get(reverse("team_models"), {"provider": "nobody"}).status_code == 404


def test_a_provider_is_switched_off_and_its_address_changed(
    alice: User, bob: User, as_user: Any
) -> None:
    make_key(bob)
    url = "https://images.example.com/v1"
    client = as_user(alice)
    client.post(reverse("team_providers"), {"provider": "fastapi", "base_url": url})
    row = ProviderSetting.objects.get(slug="fastapi")
    assert (row.is_on, row.base_url) == (False, url)
    notice = Notice.objects.get(person=bob)
    assert url in notice.body


@pytest.mark.parametrize(
    ("slug", "url", "status"),
    [
        ("fastapi", "http://images.example.com", 422),
        ("fastapi", "https://127.0.0.1/v1", 422),
        ("fastapi", "https://user:pass@example.com", 422),
        ("fastapi", "javascript:alert(1)", 422),
        ("sandbox", "https://example.com", 422),
        ("nobody", "", 404),
    ],
)
def test_an_address_that_cannot_be_is_refused(
    slug: str, url: str, status: int, alice: User, as_user: Any
) -> None:
    data = {"provider": slug, "is_on": "on", "base_url": url}
    assert as_user(alice).post(reverse("team_providers"), data).status_code == status
    assert not ProviderSetting.objects.exists()


def test_the_last_hour_is_shown_to_members_too(bob: User, alice: User, as_user: Any) -> None:
    for status in ("done", "done", "failed", "refused"):
        make_generation(bob, status=status)
    for person, name in ((bob, "keys"), (alice, "team_providers")):
        assert "67% of 3 succeeded" in as_user(person).get(reverse(name)).content.decode()
