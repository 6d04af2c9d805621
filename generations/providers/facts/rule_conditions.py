"""Whether the conditions of a rule or a price hold for a request."""

from __future__ import annotations

from collections.abc import Mapping

from generations.providers.facts.sizes import pixels
from generations.providers.types import ModelSpec, OptionValue


def as_text(value: OptionValue) -> str:
    """An option's value as facts spell it: true and false in small letters, numbers plain."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def holds(
    conditions: Mapping[str, tuple[str, ...]],
    options: Mapping[str, OptionValue],
    spec: ModelSpec,
) -> bool:
    """Every named option has one of its values; an unset one counts as its default."""
    return all(_matches(name, values, options, spec) for name, values in conditions.items())


def _matches(
    name: str, values: tuple[str, ...], options: Mapping[str, OptionValue], spec: ModelSpec
) -> bool:
    if "*" in values:
        return name in options
    effective = setting(name, options, spec)
    if effective is None:
        return False
    return effective in values or ("WxH" in values and pixels(effective) is not None)


def setting(name: str, options: Mapping[str, OptionValue], spec: ModelSpec) -> str | None:
    """What an option amounts to: what was set, else the default, else None."""
    if name in options:
        return as_text(options[name])
    option = spec.option(name)
    return option.default if option else None
