"""A ModelSpec as JSON and back, losing nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from generations.providers.types import (
    FreeSize,
    InputLimits,
    ModelSpec,
    Option,
    OptionKind,
    Price,
    Rule,
)

T = TypeVar("T")


def spec_to_json(spec: ModelSpec) -> dict[str, Any]:
    """A plain dict for json.dumps: money as text, dates as ISO text, defaults left out."""
    plain: dict[str, Any] = _plain(spec)
    return plain


def spec_from_json(stored: Mapping[str, Any]) -> ModelSpec:
    """The same ModelSpec again. Fields we no longer know are skipped."""
    return _build(
        ModelSpec,
        stored,
        options=tuple(_option(option) for option in stored.get("options", ())),
        rules=tuple(_rule(rule) for rule in stored.get("rules", ())),
        prices=tuple(_price(price) for price in stored.get("prices", ())),
        inputs=_inputs(stored.get("inputs")),
        passthrough=tuple(stored.get("passthrough", ())),
        token_usd={name: Decimal(usd) for name, usd in stored.get("token_usd", {}).items()},
        retired_on=_date(stored.get("retired_on")),
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: getattr(value, field.name) for field in fields(value)}
        left_out = {field.name for field in fields(value) if _is_default(field, value)}
        return {name: _plain(item) for name, item in told.items() if name not in left_out}
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else _number(value)


def _is_default(field: Field[Any], value: Any) -> bool:
    told = getattr(value, field.name)
    return told in ({}, None) if field.default is MISSING else bool(told == field.default)


def _number(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _build(shape: type[T], stored: Mapping[str, Any], /, **converted: Any) -> T:
    known = {field.name for field in fields(shape)}  # type: ignore[arg-type]
    plain = {name: value for name, value in stored.items() if name in known}
    return shape(**(plain | {"checked_on": _date(stored.get("checked_on"))} | converted))


def _option(stored: Mapping[str, Any]) -> Option:
    return _build(
        Option,
        stored,
        kind=OptionKind(stored["kind"]),
        values=tuple(stored.get("values", ())),
        free_size=_free_size(stored.get("free_size")),
    )


def _rule(stored: Mapping[str, Any]) -> Rule:
    return _build(
        Rule,
        stored,
        when=_sets(stored.get("when", {})),
        allow=_sets(stored.get("allow", {})),
        forbid=tuple(stored.get("forbid", ())),
        free_size=_free_size(stored.get("free_size")),
    )


def _price(stored: Mapping[str, Any]) -> Price:
    return _build(
        Price,
        stored,
        low=Decimal(stored["low"]),
        high=Decimal(stored["high"]),
        when=_sets(stored.get("when", {})),
    )


def _inputs(stored: Mapping[str, Any] | None) -> InputLimits | None:
    if stored is None:
        return None
    formats = tuple(stored.get("formats", InputLimits(max_bytes=1).formats))
    return _build(InputLimits, stored, formats=formats)


def _free_size(stored: Mapping[str, Any] | None) -> FreeSize | None:
    if stored is None:
        return None
    ratio = Decimal(stored.get("max_ratio", "100"))
    return FreeSize(**({**stored} | {"max_ratio": ratio}))


def _sets(stored: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in stored.items()}


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
