"""A list of models: one bad row costs that row; what is no list is told as what it is."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from generations.providers.errors import ProviderError
from generations.providers.facts.price_estimate import estimate
from generations.providers.types import ImageRequest, ModelSpec, Price
from tests.providers.calls import ROUTERS, Asking

LISTS = {
    "fastapi": "/models",
    "openrouter": "/images/models",
    "imagerouter": "/v1/models",
    "fastrouter": "/api/v1/models",
}


def row(slug: str, model_id: Any, **more: Any) -> dict[str, Any]:
    drawing = {
        "fastrouter": {"architecture": {"output_modalities": ["image"]}},
        "imagerouter": {"output": ["image"]},
    }
    return {"id": model_id, **drawing.get(slug, {}), **more}


def ask(
    slug: str, asking: Asking, body: Any, *, status: int = 200, label: str = ""
) -> tuple[ModelSpec, ...]:
    asking.simulator.reset()
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"content-type": label or "application/json"}
    asking.simulator.answer_with(slug, path=LISTS[slug], status=status, headers=headers, body=raw)
    return asking.with_provider(slug, lambda provider: provider.list_models("sim-good"))


BAD: list[Any] = [None, 7, "", [], {}, {"id": None}, {"id": ["x"]}, {"id": "i" * 400}, {"id": " "}]


@pytest.mark.parametrize("slug", ROUTERS)
def test_bad_rows_cost_only_themselves(slug: str, asking: Asking) -> None:
    odd = [
        row(slug, "bad\ud83d-image", name="n" * 5000, description={"a": 1}),
        row(slug, "odd-image", name=["x"], supported_parameters=[1], providers={"a": 1}, sizes=[1]),
        row(slug, "deep-image", supported_parameters={"size": {"type": "range", "min": 1e400}}),
    ]
    listed = ask(slug, asking, {"data": [*BAD, *odd, row(slug, "good-image")]})
    ids = [spec.id for spec in listed]
    assert "good-image" in ids
    for spec in listed:
        assert 0 < len(spec.id) <= 200 and len(spec.label) <= 200 and len(spec.summary) <= 200
        (spec.id + spec.label + spec.summary).encode()


@pytest.mark.parametrize("slug", ROUTERS)
def test_the_list_may_stand_elsewhere(slug: str, asking: Asking) -> None:
    rows = [row(slug, "a-image"), row(slug, "b-image"), row(slug, "a-image")]
    for body in (rows, {"models": rows}, {"items": rows}, {"data": {"models": rows}}):
        assert [spec.id for spec in ask(slug, asking, body)] == ["a-image", "b-image"]


def test_an_absurd_price_is_no_price(asking: Asking) -> None:
    pricing = {"type": "fixed", "value": 10_000_000}
    listed = ask(
        "imagerouter",
        asking,
        {"pricey/one": {"output": ["image"], "providers": [{"pricing": pricing}]}},
    )
    assert [(spec.id, spec.prices) for spec in listed] == [("pricey/one", ())]


def test_a_price_times_its_pictures_is_bounded() -> None:

    spec = ModelSpec(
        provider="x",
        id="x",
        label="x",
        prompt_limit=1,
        prices=(Price(low=Decimal(90_000), high=Decimal(90_000)),),
    )
    assert estimate(ImageRequest(model="x", prompt=""), spec) is not None
    assert estimate(ImageRequest(model="x", prompt="", options={"n": 10}), spec) is None


NO_LIST = {
    405: (b'{"detail":"Method Not Allowed"}', "unavailable", "no list"),
    404: (b"<html></html>", "unavailable", "no list"),
    403: (b"<html><title>Forbidden</title></html>", "unavailable", "does not show"),
    200: (b"<html><title>Welcome</title></html>", "bad_answer", "web page"),
}


@pytest.mark.parametrize("status", NO_LIST)
@pytest.mark.parametrize("slug", ROUTERS)
def test_what_is_no_list_is_told_as_what_it_is(slug: str, status: int, asking: Asking) -> None:
    body, code, words = NO_LIST[status]
    with pytest.raises(ProviderError) as caught:
        ask(slug, asking, body, status=status, label="text/html")
    assert (caught.value.code, caught.value.may_have_charged) == (code, False)
    assert words in caught.value.message


def test_a_router_without_a_list_does_not_refuse_keys(asking: Asking) -> None:
    for status, body in ((404, b""), (405, b"{}"), (403, b"<html></html>"), (200, b"<html>")):
        asking.simulator.reset()
        asking.simulator.answer_with("fastapi", path="/models", status=status, body=body)
        report = asking.with_provider("fastapi", lambda provider: provider.check_key("sim-x"))
        assert report.proven is False and report.note
    asking.simulator.reset()
    asking.simulator.answer_with("fastapi", path="/models", status=401, body=b"no")
    with pytest.raises(ProviderError) as caught:
        asking.with_provider("fastapi", lambda provider: provider.check_key("sim-x"))
    assert caught.value.code == "key_rejected"


@pytest.mark.parametrize("amount", ["1e15", "NaN", '"1_0"', "1e-12", "[]", "1e400"])
def test_an_absurd_balance_is_unknown(amount: str, asking: Asking) -> None:
    told = {
        "openrouter": ("/key", f'{{"data":{{"limit_remaining":{amount}}}}}'),
        "imagerouter": ("/auth/test", f'{{"success":true,"credits":{amount}}}'),
    }
    for slug, (path, body) in told.items():
        asking.simulator.answer_with(slug, path=path, body=body.encode())
        report = asking.with_provider(slug, lambda provider: provider.check_key("sim-x"))
        assert (report.proven, report.credit_usd) == (True, None)
