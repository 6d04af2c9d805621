"""Answers to calls that cost nothing: key checks, balances, model lists."""

from __future__ import annotations

from collections.abc import Mapping

from generations.providers.bodies import parsed
from generations.providers.errors import BadAnswer
from generations.providers.http import ShortAnswer
from generations.providers.loose import Json
from generations.providers.refusals import refusal, usual_failure


def read_short(answer: ShortAnswer) -> Json:
    """The JSON of a free call. Raises ProviderError for a no or an unreadable answer."""
    return told_by(answer.status, answer.headers, parsed(answer.body))


def told_by(status: int, headers: Mapping[str, str], told: Json | None) -> Json:
    """The answer of a call that cost nothing. Raises ProviderError."""
    if not 200 <= status < 300:
        error = usual_failure(refusal(told, status=status, headers=headers))
        error.may_have_charged = False
        raise error
    if told is None:
        raise BadAnswer("The answer is not JSON", http_status=status, may_have_charged=False)
    return told
