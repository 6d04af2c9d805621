"""What a request will probably cost, from the prices among our facts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from generations.providers.decoding.lenient_values import bounded
from generations.providers.facts.rule_conditions import holds, setting
from generations.providers.facts.sizes import pixels
from generations.providers.types import (
    Cost,
    Estimate,
    ImageRequest,
    ModelSpec,
    OptionValue,
    Price,
)

_MEGAPIXEL = Decimal(1_000_000)
_MILLION = Decimal(1_000_000)
_MOST_TOKENS = 100_000_000  # of one call; a higher count was told wrongly


def estimate(request: ImageRequest, spec: ModelSpec) -> Estimate | None:
    """The whole request in USD, all `n` pictures; None when nothing is known.

    A picture of unknown size counts as one megapixel where the price is per megapixel.
    """
    price = _price(request.options, spec)
    if price is None:
        return None
    factor = _count(request.options) * _area(price, request.options, spec)
    low, high = bounded(price.low * factor), bounded(price.high * factor)
    return None if low is None or high is None else Estimate(low=low, high=high)


def price_hint(spec: ModelSpec) -> Estimate | None:
    """One picture at the router's default settings, USD."""
    return estimate(ImageRequest(model=spec.id, prompt=""), spec)


def token_cost(spec: ModelSpec, *, text_in: int, image_in: int, image_out: int) -> Cost:
    """What an answered call cost by its tokens and the list price; unknown without a price."""
    counts = (text_in, image_in, image_out)
    if not spec.token_usd or image_out <= 0 or max(counts) > _MOST_TOKENS:
        return Cost()
    usd = bounded(
        (
            text_in * spec.token_usd.get("text_in", Decimal(0))
            + image_in * spec.token_usd.get("image_in", Decimal(0))
            + image_out * spec.token_usd.get("image_out", Decimal(0))
        )
        / _MILLION
    )
    return Cost() if usd is None else Cost(usd=usd, kind="estimated")


def _price(options: Mapping[str, OptionValue], spec: ModelSpec) -> Price | None:
    fitting = [price for price in spec.prices if holds(price.when, options, spec)]
    return max(fitting, key=lambda price: len(price.when), default=None)


def _count(options: Mapping[str, OptionValue]) -> int:
    n = options.get("n", 1)
    return min(n, 10_000) if isinstance(n, int) and n > 0 else 1


def _area(price: Price, options: Mapping[str, OptionValue], spec: ModelSpec) -> Decimal:
    if price.unit != "megapixel":
        return Decimal(1)
    size = pixels(setting("size", options, spec) or "")
    return size[0] * size[1] / _MEGAPIXEL if size else Decimal(1)
