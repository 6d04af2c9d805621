"""ImageRouter's model list as specs. Source: providers.md 3.4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from generations.providers.decoding.lenient_values import (
    Json,
    items,
    money,
    strings,
    table,
    words,
)
from generations.providers.facts.live_list_rows import rows_of
from generations.providers.facts.model_facts import family_spec
from generations.providers.types import ModelSpec, Option, Price

_SOURCE = "https://api.imagerouter.io/v1/models"


def entries(told: Json) -> Iterator[Json]:
    """The rows of the list, which is keyed by model id; a plain list of rows is taken, too."""
    rows = rows_of(told)
    if rows:
        yield from rows
        return
    for model_id, entry in told.items():
        yield {**table(entry), "id": model_id}


def listed(entry: Json) -> ModelSpec | None:
    """A spec for an entry that puts out images."""
    model_id = words(entry.get("id"))
    if "image" not in strings(entry.get("output")):
        return None
    plain = family_spec("imagerouter", "unknown", model_id)
    today = datetime.now(UTC).date()
    options = (_sized(option, entry) for option in plain.options if _has(option.name, entry))
    return replace(
        plain,
        label=model_id.partition("/")[2] or model_id,
        options=tuple(options),
        prices=tuple(_prices(entry)),
        prompt_required=table(entry, "supported_params").get("text") is not False,
        source=_SOURCE,
        checked_on=today,
    )


def _has(name: str, entry: Json) -> bool:
    return name != "quality" or table(entry, "supported_params").get("quality") is True


def _sized(option: Option, entry: Json) -> Option:
    """The sizes the entry names; without any, free sizes stay allowed."""
    sizes = strings(entry.get("sizes"))
    if option.name != "size" or not sizes:
        return option
    default = option.default if option.default in sizes else None
    return replace(option, values=sizes, free_size=None, default=default)


def _prices(entry: Json) -> Iterator[Price]:
    providers = items(entry.get("providers"))
    pricing = table(providers[0] if providers else None, "pricing")
    fixed = money(pricing.get("value"))
    low = fixed if fixed is not None else money(table(pricing, "range").get("min"))
    high = fixed if fixed is not None else money(table(pricing, "range").get("max"))
    if low is not None and high is not None and (high > 0 or pricing.get("type") == "fixed"):
        today = datetime.now(UTC).date()
        yield Price(low=low, high=max(low, high, Decimal(0)), source=_SOURCE, checked_on=today)
