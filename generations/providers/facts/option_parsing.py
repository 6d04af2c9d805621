"""Text from a form or a command line becomes typed option values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generations.providers.types import ModelSpec, Option, OptionKind, OptionValue, Problem

_YES = ("true", "on", "yes", "1")
_NO = ("false", "off", "no", "0")


def read_options(
    spec: ModelSpec, texts: Mapping[str, str]
) -> tuple[dict[str, OptionValue], list[Problem]]:
    """Typed values of all texts that can be read, and a problem for each that cannot.

    An empty text means the option was not set. Limits are checked later, by `problems`.
    """
    options: dict[str, OptionValue] = {}
    problems: list[Problem] = []
    for name, text in texts.items():
        if not text.strip():
            continue
        value = _read(spec, name, text)
        if isinstance(value, Problem):
            problems.append(value)
        else:
            options[name] = value
    return options, problems


def unknown_option(spec: ModelSpec, name: str) -> Problem:
    """The model has no such setting."""
    return Problem(
        field=name, code="unknown_option", message=f"{spec.label} has no setting called “{name}”"
    )


def is_passed_through(spec: ModelSpec, name: str) -> bool:
    """`provider.<path>` is one of the paths the model hands through, or lies below one."""
    if not name.startswith("provider."):
        return False
    path = name.removeprefix("provider.")
    return all(path.split(".")) and any(
        path == allowed or path.startswith(f"{allowed}.") for allowed in spec.passthrough
    )


def _read(spec: ModelSpec, name: str, text: str) -> OptionValue | Problem:
    if is_passed_through(spec, name):
        return _json(name, text)
    option = spec.option(name)
    if option is None:
        return unknown_option(spec, name)
    return _typed(option, text)


def _typed(option: Option, text: str) -> OptionValue | Problem:
    word = text.strip()
    match option.kind:
        case OptionKind.RANGE:
            return _whole_number(option, word)
        case OptionKind.SWITCH:
            return _switch(option, word)
        case OptionKind.JSON:
            return _object(option, word)
        case OptionKind.SIZE:
            return word.lower().replace("×", "x") if word.lower() not in _cased(option) else word
        case OptionKind.TEXT:
            return text
        case _:
            return word


def _cased(option: Option) -> tuple[str, ...]:
    return tuple(value for value in option.values if value != value.lower())


def _whole_number(option: Option, word: str) -> int | Problem:
    try:
        return int(word)
    except ValueError:
        return Problem(
            field=option.name,
            code="not_a_number",
            message=f"{option.label} must be a whole number, not “{word[:40]}”",
        )


def _switch(option: Option, word: str) -> bool | Problem:
    if word.lower() in _YES:
        return True
    if word.lower() in _NO:
        return False
    return Problem(
        field=option.name, code="not_a_choice", message=f"{option.label} is either true or false"
    )


def _object(option: Option, word: str) -> OptionValue | Problem:
    value = _json(option.name, word)
    if isinstance(value, dict | Problem):
        return value
    return Problem(
        field=option.name, code="bad_json", message=f"{option.label} must be a JSON object"
    )


def _json(name: str, text: str) -> OptionValue | Problem:
    try:
        value: Any = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        value = None
    if value is None:
        message = f"The value of {name} must be JSON, and not null"
        return Problem(field=name, code="bad_json", message=message)
    answer: OptionValue = value
    return answer


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is not JSON")
