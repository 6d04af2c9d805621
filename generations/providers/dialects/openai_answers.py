"""Bodies and answers of the OpenAI image API, as pure functions.

Source: OpenAI's API specification and providers.md 2.5 to 2.9.
"""

from __future__ import annotations

from typing import Any

from generations.providers.answers.answer_contents import Contents, contents_of
from generations.providers.answers.delivery import applied, no_picture, pictures, raw_words
from generations.providers.answers.error_mapping import (
    Refusal,
    perhaps_billed,
    refusal_of,
    usual_failure,
)
from generations.providers.decoding.lenient_values import Json, number, table, total, words
from generations.providers.decoding.sanitize import clean_details
from generations.providers.dialects.request_bodies import wire_body
from generations.providers.errors import (
    ContentRefused,
    OutOfCredit,
    ProviderError,
    RateLimited,
)
from generations.providers.facts.price_estimate import token_cost
from generations.providers.types import Answer, Cost, Delivery, ImageRequest, ModelSpec

_REFUSED = ("moderation_blocked", "content_policy_violation", "content_filter")
_NO_MONEY = ("insufficient_quota", "billing_hard_limit_reached")
_APPLIED = ("size", "quality", "background", "output_format")


def body(request: ImageRequest, spec: ModelSpec) -> dict[str, Any]:
    """The JSON to send: what the person set and the model, nothing else."""
    return wire_body(request, spec)


def read(answer: Answer, spec: ModelSpec, *, wanted: int = 1, called: str = "") -> Delivery:
    """The pictures of an answer, plain or streamed. Raises ProviderError.

    wanted: how many were asked for; called: the address, for words about it."""
    contents = contents_of(answer)
    if not 200 <= answer.status < 300:
        raise failure(refusal_of(contents, answer, called))
    if not contents.found.images:
        raise no_picture(contents, answer, failure, called)
    return delivery(contents, spec, wanted)


def delivery(contents: Contents, spec: ModelSpec, wanted: int) -> Delivery:
    """Pictures with the settings used and the cost by tokens."""
    usage = next((usage for usage in reversed(contents.usages) if usage), {})
    return Delivery(
        **pictures(contents, wanted),
        cost=_cost(contents.usages, spec),
        applied=applied(contents.body, _APPLIED),
        details=clean_details({"usage": usage}) if usage else {},
    )


def failure(said: Refusal) -> ProviderError:
    """Our error for a router's no. Source: providers.md 2.8; 503 is never repeated (rules.md 2)."""
    if said.code in _REFUSED:
        stage = words(table(said.error, "moderation_details").get("moderation_stage"))
        return said.becomes(ContentRefused, may_have_charged=stage == "output")
    if said.code in _NO_MONEY or (said.status in (200, 429) and said.speaks_of_money):
        return said.becomes(OutOfCredit)
    if said.status == 429 and said.code != "rate_limit_exceeded":
        return said.becomes(RateLimited, max_posts=2)
    if said.status >= 300:
        return usual_failure(said)
    return said.becomes(ContentRefused) if said.speaks_of_content else perhaps_billed(said)


def _cost(usages: tuple[Json, ...], spec: ModelSpec) -> Cost:
    usd = total(_token_cost(usage, spec).usd for usage in usages)
    if usd is not None:
        return Cost(usd=usd, kind="estimated")
    return Cost(told=raw_words(tuple(usage.get("cost") for usage in usages)))


def _token_cost(usage: Json, spec: ModelSpec) -> Cost:
    split = table(usage, "input_tokens_details")
    image_in = number(split.get("image_tokens")) or 0
    text_in = (number(usage.get("input_tokens")) or 0) - image_in
    image_out = number(usage.get("output_tokens")) or 0
    return token_cost(spec, text_in=max(text_in, 0), image_in=max(image_in, 0), image_out=image_out)
