"""What of a person's settings survives when they choose another model."""

from __future__ import annotations

from collections.abc import Mapping

from generations.providers.facts.request_rules import option_problems, problems
from generations.providers.facts.rule_conditions import holds
from generations.providers.types import ImageRequest, ModelSpec, OptionValue, Rule


def keep(
    options: Mapping[str, OptionValue], spec: ModelSpec
) -> tuple[dict[str, OptionValue], tuple[str, ...]]:
    """The values the model accepts, and the names of those that were dropped."""
    kept = {
        name: value for name, value in options.items() if not option_problems(name, value, spec)
    }
    while clashes := _clashes(kept, spec):
        for name in clashes:
            del kept[name]
    return kept, tuple(name for name in options if name not in kept)


def _clashes(options: Mapping[str, OptionValue], spec: ModelSpec) -> set[str]:
    """Set options that break a rule; where the rule speaks of an unset one, those that call it."""
    request = ImageRequest(model=spec.id, prompt="-", options=options)
    found = {problem.field for problem in problems(request, spec)} & set(options)
    return found or {name for rule in _broken(options, spec) for name in rule.when} & set(options)


def _broken(options: Mapping[str, OptionValue], spec: ModelSpec) -> list[Rule]:
    return [
        rule
        for rule in spec.rules
        if holds(rule.when, options, spec) and not holds(rule.allow, options, spec)
    ]
