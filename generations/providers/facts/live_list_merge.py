"""Our facts on top of a router's live list: correction where both speak, fallback otherwise."""

from __future__ import annotations

from dataclasses import replace

from generations.providers.facts.model_facts import model_specs, ships_facts
from generations.providers.types import ModelSpec

_UNSEEN = "Not in the router's last list; it may refuse this model"


def overlay(listed: tuple[ModelSpec, ...], slug: str) -> tuple[ModelSpec, ...]:
    """The listed models, corrected, then those only we know, each with a note saying so.

    What a listed model can do and costs is the list's to say, as far as it says it; limits, words
    and dates are ours. An empty list gives our facts as they are. An admin's own router has none.
    """
    if not ships_facts(slug):
        return listed
    shipped = {spec.id: spec for spec in model_specs(slug)}
    if not listed:
        return tuple(shipped.values())
    seen = {spec.id for spec in listed}
    unseen = (_unseen(spec) for spec in shipped.values() if spec.id not in seen)
    return (*(_corrected(spec, shipped.get(spec.id)) for spec in listed), *unseen)


def _corrected(listed: ModelSpec, ours: ModelSpec | None) -> ModelSpec:
    if ours is None:
        return listed
    return replace(
        ours,
        label=ours.label or listed.label,
        summary=ours.summary or listed.summary,
        options=listed.options or ours.options,
        rules=listed.rules if listed.options else ours.rules,
        prices=listed.prices or ours.prices,
        streams=listed.streams if listed.options else ours.streams,
        source=listed.source,
        checked_on=listed.checked_on,
    )


def _unseen(spec: ModelSpec) -> ModelSpec:
    return replace(spec, note=f"{spec.note}. {_UNSEEN}" if spec.note else _UNSEEN)
