"""What of a person's settings survives when they choose another model."""

from __future__ import annotations

from collections.abc import Mapping

from generations.providers.rules import option_problems, problems
from generations.providers.types import ImageRequest, ModelSpec, OptionValue


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
    """Options that break a rule; where the rule speaks of an unset one, those that call for it."""
    request = ImageRequest(model=spec.id, prompt="-", options=options)
    found = {problem.field for problem in problems(request, spec)} - {"prompt"}
    unset = found - set(options)
    callers = {
        name
        for rule in spec.rules
        if unset & set(rule.allow)
        for name in rule.when
        if name in options
    }
    return (found & set(options)) | callers
