"""Reads the facts beside this file: `<slug>.toml` becomes ProviderFacts and ModelSpecs.

The form of such a file is described at the top of fastapi.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from generations.providers.types import (
    FreeSize,
    InputLimits,
    ModelSpec,
    Option,
    OptionKind,
    Price,
    ProviderFacts,
    Rule,
)

Table = dict[str, Any]


@cache
def provider_facts(slug: str) -> ProviderFacts:
    """What is true of the router as a whole. Raises KeyError where we ship no facts."""
    file = _file(slug)
    return ProviderFacts(slug=slug, **_sourced(file, file["provider"]))


@cache
def model_specs(slug: str) -> tuple[ModelSpec, ...]:
    """The models shipped as facts, in the order of the file."""
    file = _file(slug)
    return tuple(
        _model(file, slug, table, model_id)
        for table in file.get("models", [])
        for model_id in (table["id"], *table.get("also", []))
    )


@cache
def family_spec(slug: str, family: str, model_id: str) -> ModelSpec:
    """A spec for a model the file does not know by name, with the facts of one of its families."""
    table = {"id": model_id, "label": model_id, "family": family}
    return _model(_file(slug), slug, table, model_id)


def ships_facts(slug: str) -> bool:
    """The router is one of ours, not one an admin added."""
    return Path(__file__).with_name(f"{slug}.toml").exists()


@cache
def _file(slug: str) -> Table:
    path = Path(__file__).with_name(f"{slug}.toml")
    if not path.exists():
        raise KeyError(slug)
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _model(file: Table, slug: str, table: Table, model_id: str) -> ModelSpec:
    family = file.get("families", {}).get(table.get("family"), {})
    merged = _sourced(file, family | table)
    for word in ("family", "also"):
        merged.pop(word, None)
    merged["id"] = model_id
    merged["provider"] = slug
    merged["options"] = tuple(_option(file, key) for key in merged.get("options", ()))
    merged["rules"] = tuple(_rule(file, key) for key in merged.get("rules", ()))
    merged["prices"] = _prices(file, merged.get("prices", ""))
    merged["inputs"] = _inputs(file, merged.get("inputs", ""))
    merged["passthrough"] = tuple(merged.get("passthrough", ()))
    merged["token_usd"] = {name: Decimal(usd) for name, usd in merged.get("token_usd", {}).items()}
    return ModelSpec(**merged)


def _option(file: Table, key: str) -> Option:
    table: Table = {"name": key} | _sourced(file, file["options"][key])
    table["kind"] = OptionKind(table["kind"])
    table["values"] = tuple(table.get("values", ()))
    table["free_size"] = _free_size(table.get("free_size"))
    return Option(**table)


def _rule(file: Table, key: str) -> Rule:
    table = _sourced(file, file["rules"][key])
    table["when"] = _sets(table["when"])
    table["allow"] = _sets(table.get("allow", {}))
    table["forbid"] = tuple(table.get("forbid", ()))
    table["free_size"] = _free_size(table.get("free_size"))
    return Rule(**table)


def _inputs(file: Table, key: str) -> InputLimits | None:
    if not key:
        return None
    table = _sourced(file, file["inputs"][key])
    if "formats" in table:
        table["formats"] = tuple(table["formats"])
    return InputLimits(**table)


def _prices(file: Table, key: str) -> tuple[Price, ...]:
    if not key:
        return ()
    table = _sourced(file, file["prices"][key])
    source, checked_on = table["source"], table["checked_on"]
    return tuple(_price(row, source, checked_on) for row in table["rows"])


def _price(row: Table, source: str, checked_on: date) -> Price:
    return Price(
        low=Decimal(row.get("usd") or row["low"]),
        high=Decimal(row.get("usd") or row["high"]),
        unit=row.get("unit", "image"),
        when=_sets(row.get("when", {})),
        source=source,
        checked_on=checked_on,
    )


def _free_size(table: Table | None) -> FreeSize | None:
    if table is None:
        return None
    ratio = Decimal(table.get("max_ratio", "100"))
    return FreeSize(**(table | {"max_ratio": ratio}))


def _sets(table: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {option: tuple(values) for option, values in table.items()}


def _sourced(file: Table, table: Table) -> Table:
    """The table with its short source name spelled out and its date filled in."""
    named = dict(table)
    source = named.get("source", "")
    named["source"] = file.get("sources", {}).get(source, source)
    named["checked_on"] = named.pop("checked", file.get("checked"))
    return named
