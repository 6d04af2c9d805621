"""Every refusal that can be known before money is spent."""

from __future__ import annotations

from collections.abc import Mapping

from generations.providers.facts.option_parsing import is_passed_through, unknown_option
from generations.providers.facts.rule_conditions import holds, setting
from generations.providers.facts.sizes import pixels, size_fault
from generations.providers.types import (
    FreeSize,
    ImageRequest,
    ModelSpec,
    Option,
    OptionKind,
    OptionValue,
    Problem,
    Rule,
)


def problems(request: ImageRequest, spec: ModelSpec) -> list[Problem]:
    """All reasons to refuse the request, each at its field; an empty list means it may be sent."""
    found = _prompt_problems(request.prompt, spec)
    for name, value in request.options.items():
        found += option_problems(name, value, spec)
    for rule in spec.rules:
        found += _rule_problems(rule, request.options, spec)
    return found + _size_problems(request.options, spec)


def option_problems(name: str, value: OptionValue, spec: ModelSpec) -> list[Problem]:
    """What is wrong with one value by itself, laws of free sizes apart."""
    if is_passed_through(spec, name):
        return []
    option = spec.option(name)
    if option is None:
        return [unknown_option(spec, name)]
    match option.kind:
        case OptionKind.CHOICE:
            return _choice(option, value)
        case OptionKind.SIZE:
            return _size_choice(option, value)
        case OptionKind.RANGE:
            return _range(option, value)
        case OptionKind.SWITCH:
            right = isinstance(value, bool)
            return [] if right else _no(option, "not_a_choice", "is either true or false")
        case OptionKind.TEXT:
            return _text(option, value)
        case _:
            right = isinstance(value, Mapping)
            return [] if right else _no(option, "bad_json", "must be a JSON object")


def _prompt_problems(prompt: str, spec: ModelSpec) -> list[Problem]:
    if spec.prompt_required and not prompt.strip():
        return [Problem(field="prompt", code="required", message="Write what the picture shows")]
    if not is_plain_text(prompt):
        told = "The prompt holds characters that cannot be sent"
        return [Problem(field="prompt", code="bad_text", message=told)]
    length = len(prompt)
    if length <= spec.prompt_limit:
        return []
    whose = "our own limit" if spec.prompt_limit_is_ours else "the limit"
    message = (
        f"The prompt has {length:,} characters; {whose} for {spec.label} is {spec.prompt_limit:,}"
    )
    return [Problem(field="prompt", code="too_long", message=message)]


def is_plain_text(text: str) -> bool:
    """The text can be written as UTF-8 and stored: no lone surrogates, no zero characters."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _choice(option: Option, value: OptionValue) -> list[Problem]:
    if isinstance(value, str) and value in option.values:
        return []
    return _no(option, "not_a_choice", f"must be one of: {', '.join(option.values)}")


def _size_choice(option: Option, value: OptionValue) -> list[Problem]:
    if isinstance(value, str) and (value in option.values or option.free_size):
        return []
    if isinstance(value, str) and not option.values:
        return [] if pixels(value) else _no(option, "bad_size", "is width x height in pixels")
    return _no(option, "bad_size", f"must be one of: {', '.join(option.values)}")


def _range(option: Option, value: OptionValue) -> list[Problem]:
    if isinstance(value, bool) or not isinstance(value, int):
        return _no(option, "not_a_number", "must be a whole number")
    low, high = option.minimum, option.maximum
    if (low is None or value >= low) and (high is None or value <= high):
        return []
    if low is not None and low == high:
        return _no(option, "out_of_range", f"can only be {low}")
    if low is not None and high is not None:
        return _no(option, "out_of_range", f"must be from {low} to {high}")
    return _no(option, "out_of_range", f"must be {f'{low} or more' if low is not None else high}")


def _text(option: Option, value: OptionValue) -> list[Problem]:
    if not isinstance(value, str):
        return _no(option, "not_a_choice", "must be text")
    if not is_plain_text(value):
        return _no(option, "bad_text", "holds characters that cannot be sent")
    if option.max_length is None or len(value) <= option.max_length:
        return []
    told = f"has {len(value):,} characters; the limit is {option.max_length:,}"
    return _no(option, "too_long", told)


def _rule_problems(
    rule: Rule, options: Mapping[str, OptionValue], spec: ModelSpec
) -> list[Problem]:
    if not holds(rule.when, options, spec):
        return []
    if not holds(rule.allow, options, spec):
        return [Problem(field=next(iter(rule.allow)), code="needs", message=rule.message)]
    return [
        Problem(field=name, code="not_allowed_together", message=rule.message)
        for name in rule.forbid
        if name in options
    ]


def _size_problems(options: Mapping[str, OptionValue], spec: ModelSpec) -> list[Problem]:
    size, option = options.get("size"), spec.option("size")
    if option is None or option.kind is not OptionKind.SIZE or not isinstance(size, str):
        return []
    special = _special_law(options, spec)
    if size in option.values and (special is None or pixels(size) is None):
        return []
    law = special or option.free_size
    fault = size_fault(size, law, frames=_frames(law, options, spec)) if law else ""
    return [Problem(field="size", code="bad_size", message=fault)] if fault else []


def _special_law(options: Mapping[str, OptionValue], spec: ModelSpec) -> FreeSize | None:
    laws = (rule.free_size for rule in spec.rules if holds(rule.when, options, spec))
    return next((law for law in laws if law), None)


def _frames(law: FreeSize, options: Mapping[str, OptionValue], spec: ModelSpec) -> int:
    count = setting(law.shared_by, options, spec) if law.shared_by else None
    return int(count) if count and count.isdigit() else 1


def _no(option: Option, code: str, told: str) -> list[Problem]:
    return [Problem(field=option.name, code=code, message=f"{option.label} {told}")]
