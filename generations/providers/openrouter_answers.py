"""What OpenRouter's image API answers: all or nothing, errors by their `error_type`.

Source: providers.md 4.7 to 4.9.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from generations.providers import streaming
from generations.providers.bodies import answer_bytes, parsed
from generations.providers.errors import (
    BadAnswer,
    BadRequest,
    ContentRefused,
    KeyRejected,
    OutOfCredit,
    ProviderError,
    RateLimited,
    Unavailable,
)
from generations.providers.loose import Json, money, number, table, words
from generations.providers.pictures import Found, found_in
from generations.providers.refusals import Refusal, has_error, redirected, refusal
from generations.providers.types import Answer, Cost, Delivery

_KEPT_HEADERS = ("x-request-id", "cf-ray", "x-generation-id")
_STATUS_OF = {  # by error_type, for errors under a good status or in a stream
    "authentication": 401,
    "payment_required": 402,
    "permission_denied": 403,
    "not_found": 404,
    "timeout": 408,
    "payload_too_large": 413,
    "rate_limit_exceeded": 429,
    "server": 500,
    "unmapped": 500,
    "server_error": 500,
    "provider_unavailable": 502,
    "provider_overloaded": 503,
    "invalid_request": 400,
    "invalid_prompt": 400,
}
_REFUSED = ("content_policy_violation", "refusal")
_ONCE = (408, 500, 502, 504, 524)
_WAIT = (503, 529)


def read(answer: Answer) -> Delivery:
    """The pictures of an answer, plain or streamed. Raises ProviderError."""
    raw = answer_bytes(answer)
    if streaming.is_stream(answer.headers) and answer.status < 300:
        return _read_stream(raw, answer)
    told = parsed(raw)
    if not 200 <= answer.status < 300 or has_error(told or {}):
        raise failure(refusal(told, status=answer.status, headers=answer.headers))
    if told is None:
        raise BadAnswer("The answer is not JSON", http_status=answer.status)
    found = found_in(told.get("data")).or_nothing_came()
    return _delivery(found, (table(told, "usage"),), answer.headers)


def failure(said: Refusal) -> ProviderError:
    """Our error for a router's no: nothing that failed was billed."""
    named = replace(said, code=_type(said) or said.code)
    availability = table(said.error, "availability")
    if availability.get("code") == "model_not_found":
        return named.becomes(BadRequest, code="model_not_found")
    if named.code in _REFUSED or _was_flagged(said):
        return named.becomes(ContentRefused)
    error = _by_status(named, _status(named))
    retryable = availability.get("retryable")
    if isinstance(error, Unavailable | RateLimited) and isinstance(retryable, bool):
        error.max_posts = 3 if retryable else 1
    wait = money(availability.get("retry_after"))
    if wait is not None and error.retry_after is None:
        error.retry_after = min(float(wait), 300.0)
    return error


def _by_status(said: Refusal, status: int) -> ProviderError:
    simple: dict[int, type[ProviderError]] = {
        401: KeyRejected,
        402: OutOfCredit,
        403: KeyRejected,
        429: RateLimited,
    }
    if status in simple:
        return said.becomes(simple[status])
    if status in _ONCE or status in _WAIT:
        return said.becomes(Unavailable, max_posts=2 if status in _ONCE else 3)
    if status in (404, 413):
        code = "model_not_found" if status == 404 else "too_large"
        return said.becomes(BadRequest, code=code)
    if 300 <= status < 400:
        return redirected(said)
    return said.becomes(BadRequest) if 400 <= status < 500 else said.becomes(Unavailable)


def _type(said: Refusal) -> str:
    places = (table(said.error, "metadata"), said.body, said.error)
    return next((words(place["error_type"]) for place in places if place.get("error_type")), "")


def _status(said: Refusal) -> int:
    """The status of the failure, also when it came under a good one."""
    if said.status >= 300:
        return said.status
    return number(said.error.get("code")) or _STATUS_OF.get(said.code, 500)


def _was_flagged(said: Refusal) -> bool:
    metadata = table(said.error, "metadata")
    return "flagged_input" in metadata or bool(metadata.get("reasons"))


def _read_stream(raw: bytes, answer: Answer) -> Delivery:
    story = streaming.retold(raw)
    if not story.found.images and story.error is not None:
        raise failure(refusal(story.error, status=answer.status, headers=answer.headers))
    return _delivery(story.picture_or_unknown(), story.usages, answer.headers)


def _delivery(found: Found, usages: tuple[Json, ...], headers: Mapping[str, str]) -> Delivery:
    told = {name: headers[name] for name in _KEPT_HEADERS if name in headers}
    usage = dict(usages[-1]) if usages else {}
    return Delivery(
        images=found.images,
        unreadable=found.unreadable,
        cost=_cost(usages),
        details={**told, **({"usage": usage} if usage else {})},
    )


def _cost(usages: tuple[Json, ...]) -> Cost:
    costs = [money(usage.get("cost")) for usage in usages]
    known = [usd for usd in costs if usd is not None]
    if not known or len(known) < len(costs):
        return Cost()
    return Cost(usd=sum(known, Decimal(0)), kind="actual")
