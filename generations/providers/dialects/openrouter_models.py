"""OpenRouter's catalogue as specs: descriptors become options, unknown words are kept.

Source: providers.md 4.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from generations.providers.decoding.lenient_values import Json, number, strings, table, words
from generations.providers.facts.model_facts import family_spec
from generations.providers.types import ModelSpec, Option, OptionKind, Rule

_SOURCE = "https://openrouter.ai/api/v1/images/models"


def listed(row: Json) -> ModelSpec:
    """One row of the catalogue as a spec: only what it advertises can be asked for."""
    model_id = words(row.get("id"))
    frame = family_spec("openrouter", "everything", model_id)
    advertised = table(row, "supported_parameters")
    streams = row.get("supports_streaming") is True
    today = datetime.now(UTC).date()
    options = tuple(
        replace(option, source=_SOURCE, checked_on=today)
        for option in _options(advertised, frame, streams=streams)
    )
    return replace(
        frame,
        label=words(row.get("name")) or model_id,
        summary=words(row.get("description")).partition(". ")[0].rstrip(".")[:120],
        options=options,
        rules=_fitting(frame.rules, {option.name for option in options}),
        streams=streams,
        note="",
        source=_SOURCE,
        checked_on=today,
    )


def _options(advertised: Json, frame: ModelSpec, *, streams: bool) -> Iterator[Option]:
    for option in frame.options:
        if option.name == "stream" and streams:
            yield option
        described = _described(option, table(advertised, option.name))
        if described:
            yield described


def _described(option: Option, descriptor: Json) -> Option | None:
    """Our words with the router's values; None where it does not offer the setting."""
    kind = descriptor.get("type")
    values = strings(descriptor.get("values"))
    if kind == "enum" and values:
        is_size = option.kind is OptionKind.SIZE
        shape = OptionKind.SIZE if is_size else OptionKind.CHOICE
        return replace(option, kind=shape, values=values, free_size=None)
    if kind == "range":
        low, high = number(descriptor.get("min")), number(descriptor.get("max"))
        return replace(option, kind=OptionKind.RANGE, minimum=low, maximum=high)
    return option if kind == "boolean" else None


def _fitting(rules: tuple[Rule, ...], names: set[str]) -> tuple[Rule, ...]:
    """Rules about settings the model has."""
    return tuple(rule for rule in rules if {*rule.when, *rule.allow} <= names)
