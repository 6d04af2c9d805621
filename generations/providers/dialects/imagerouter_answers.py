"""What ImageRouter answers: the truth is in the body, never in the status.

Source: providers.md 3.6 to 3.8.
"""

from __future__ import annotations

import re

from generations.providers.answers.answer_contents import Contents, contents_of
from generations.providers.answers.delivery import no_picture, pictures, raw_words
from generations.providers.answers.error_mapping import (
    Refusal,
    perhaps_billed,
    refusal_of,
    usual_failure,
)
from generations.providers.decoding.lenient_values import (
    Json,
    money,
    number,
    table,
    told,
    words,
)
from generations.providers.decoding.sanitize import Plain, clean_details
from generations.providers.errors import (
    BadRequest,
    ContentRefused,
    OutOfCredit,
    ProviderError,
    RateLimited,
)
from generations.providers.types import Answer, Cost, Delivery

_UNUSABLE = re.compile(
    r"(?i)\bmask|image (?:input|support)|not support.{0,20}image|\bmodel\b.*not found"
)
_MILLISECONDS_FROM = 10**11  # a `created` above this is in ms (test/test)


def read(answer: Answer, *, wanted: int = 1, called: str = "") -> Delivery:
    """The pictures of an answer. Raises ProviderError."""
    contents = contents_of(answer)
    if not 200 <= answer.status < 300:
        raise failure(refusal_of(contents, answer, called))
    if not contents.found.images:
        raise no_picture(contents, answer, failure, called)
    return Delivery(
        **pictures(contents, wanted),
        cost=_cost(contents),
        details=_details(contents.body),
    )


def failure(said: Refusal) -> ProviderError:
    """Our error for a router's no, with the money told beside it."""
    error = _failure(said)
    cost = said.body.get("cost")
    error.cost_usd, error.cost_told = money(cost), told(cost)
    if error.cost_usd or error.cost_told:
        error.may_have_charged = True
    return error


def _failure(said: Refusal) -> ProviderError:
    if 200 <= said.status < 300:
        return _late_failure(said)
    if said.status == 403 and not said.speaks_of_content:
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


def _cost(contents: Contents) -> Cost:
    costs = (contents.body.get("cost"), *(usage.get("cost") for usage in contents.usages))
    usd = next((usd for usd in map(money, costs) if usd is not None), None)
    return Cost(told=raw_words(costs)) if usd is None else Cost(usd=usd, kind="actual")


def _details(body: Json) -> dict[str, Plain]:
    created = number(body.get("created"))
    if created and created > _MILLISECONDS_FROM:
        created //= 1000
    usage = table(body, "usage")
    found = {
        "created": created,
        "latency_ms": number(body.get("latency")),
        "seed": words(body.get("seed")) or None,
        "usage": dict(usage) if usage else None,
    }
    return clean_details({name: value for name, value in found.items() if value is not None})
