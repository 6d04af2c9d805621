"""What ImageRouter answers: the truth is in the body, never in the status.

Source: providers.md 3.6 to 3.8.
"""

from __future__ import annotations

import re

from generations.providers.bodies import answer_bytes, parsed
from generations.providers.errors import (
    BadAnswer,
    BadRequest,
    ContentRefused,
    OutOfCredit,
    ProviderError,
    RateLimited,
)
from generations.providers.loose import NOTHING, Json, money, number, table, words
from generations.providers.pictures import found_in
from generations.providers.refusals import (
    Refusal,
    has_error,
    perhaps_billed,
    refusal,
    usual_failure,
)
from generations.providers.types import Answer, Cost, Delivery

_UNUSABLE = re.compile(
    r"(?i)\bmask|image (?:input|support)|not support.{0,20}image|\bmodel\b.*not found"
)
_MILLISECONDS_FROM = 10**11  # a `created` above this is in ms (test/test)


def read(answer: Answer) -> Delivery:
    """The pictures of an answer. Raises ProviderError."""
    told = parsed(answer_bytes(answer))
    is_good = 200 <= answer.status < 300
    if not is_good or has_error(told or NOTHING):
        raise failure(refusal(told, status=answer.status, headers=answer.headers))
    if told is None:
        raise BadAnswer("The answer is not JSON", http_status=answer.status)
    found = found_in(told.get("data")).or_nothing_came()
    return Delivery(
        images=found.images,
        unreadable=found.unreadable,
        cost=_cost(told),
        details=_details(told),
    )


def failure(said: Refusal) -> ProviderError:
    """Our error for a router's no, with the money told beside it."""
    error = _failure(said)
    error.cost_usd = money(said.body.get("cost"))
    if error.cost_usd:
        error.may_have_charged = True
    return error


def _failure(said: Refusal) -> ProviderError:
    if 200 <= said.status < 300:
        return _late_failure(said)
    if said.status == 403:
        return said.becomes(OutOfCredit)
    if said.status == 429 and "daily" in said.message.lower():
        return said.becomes(RateLimited, max_posts=1)
    if said.status == 400 and re.search(r"(?i)model.*not found|unknown model", said.message):
        return said.becomes(BadRequest, code="model_not_found")
    return usual_failure(said)


def _late_failure(said: Refusal) -> ProviderError:
    """An error told after a good status was already sent."""
    if "insufficient credit" in said.message.lower():
        return said.becomes(OutOfCredit)
    if said.speaks_of_content:
        return said.becomes(ContentRefused)
    return said.becomes(BadRequest) if _UNUSABLE.search(said.message) else perhaps_billed(said)


def _cost(told: Json) -> Cost:
    usd = money(told.get("cost"))
    return Cost() if usd is None else Cost(usd=usd, kind="actual")


def _details(told: Json) -> dict[str, object]:
    created = number(told.get("created"))
    if created and created > _MILLISECONDS_FROM:
        created //= 1000
    usage = table(told, "usage")
    found = {
        "created": created,
        "latency_ms": number(told.get("latency")),
        "usage": dict(usage) if usage else None,
        "seed": words(told.get("seed")) or None,
    }
    return {name: value for name, value in found.items() if value is not None}
