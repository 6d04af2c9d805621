"""Bodies and answers of the OpenAI image API, as pure functions.

Source: OpenAI's API specification and providers.md 2.5 to 2.9.
"""

from __future__ import annotations

from typing import Any

from generations.providers import streaming
from generations.providers.bodies import answer_bytes, parsed, wire_body
from generations.providers.errors import (
    BadAnswer,
    ContentRefused,
    OutOfCredit,
    ProviderError,
    RateLimited,
)
from generations.providers.loose import Json, number, table, words
from generations.providers.pictures import Found, found_in
from generations.providers.pricing import token_cost
from generations.providers.refusals import (
    Refusal,
    has_error,
    perhaps_billed,
    refusal,
    usual_failure,
)
from generations.providers.types import Answer, Cost, Delivery, ImageRequest, ModelSpec

_REFUSED = ("moderation_blocked", "content_policy_violation", "content_filter")
_NO_MONEY = ("insufficient_quota", "billing_hard_limit_reached")
_APPLIED = ("size", "quality", "background", "output_format")


def body(request: ImageRequest, spec: ModelSpec) -> dict[str, Any]:
    """The JSON to send: what the person set and the model, nothing else."""
    return wire_body(request, spec)


def read(answer: Answer, spec: ModelSpec) -> Delivery:
    """The pictures of an answer, plain or streamed. Raises ProviderError."""
    raw = answer_bytes(answer)
    if streaming.is_stream(answer.headers) and answer.status < 300:
        return read_stream(raw, answer, spec)
    told = parsed(raw)
    if not 200 <= answer.status < 300:
        raise failure(refusal(told, status=answer.status, headers=answer.headers))
    if told is None:
        raise BadAnswer("The answer is not JSON", http_status=answer.status)
    if has_error(told):
        raise failure(refusal(told, status=answer.status, headers=answer.headers))
    return delivery(told, found_in(told.get("data")).or_nothing_came(), spec)


def read_stream(raw: bytes, answer: Answer, spec: ModelSpec) -> Delivery:
    """The pictures of a spooled stream. Raises ProviderError."""
    story = streaming.retold(raw)
    if not story.found.images and story.error is not None:
        raise failure(refusal(story.error, status=answer.status, headers=answer.headers))
    return delivery(story.last, story.picture_or_unknown(), spec, usages=story.usages)


def delivery(
    told: Json, found: Found, spec: ModelSpec, *, usages: tuple[Json, ...] | None = None
) -> Delivery:
    """Pictures with the settings used and the cost by tokens."""
    counted = (table(told, "usage"),) if usages is None else usages
    return Delivery(
        images=found.images,
        unreadable=found.unreadable,
        cost=_cost(counted, spec),
        applied={name: words(told[name]) for name in _APPLIED if words(told.get(name))},
        details={"usage": dict(counted[-1])} if counted and counted[-1] else {},
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
    costs = [_token_cost(usage, spec).usd for usage in usages]
    known = [usd for usd in costs if usd is not None]
    if not known or len(known) < len(costs):
        return Cost()
    return Cost(usd=sum(known[1:], known[0]), kind="estimated")


def _token_cost(usage: Json, spec: ModelSpec) -> Cost:
    split = table(usage, "input_tokens_details")
    image_in = number(split.get("image_tokens")) or 0
    text_in = (number(usage.get("input_tokens")) or 0) - image_in
    image_out = number(usage.get("output_tokens")) or 0
    return token_cost(spec, text_in=max(text_in, 0), image_in=image_in, image_out=image_out)
