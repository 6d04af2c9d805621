"""What OpenRouter's image API answers: all or nothing, errors by their `error_type`.

Source: providers.md 4.7 to 4.9.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generations.providers.answers.answer_contents import Contents, contents_of
from generations.providers.answers.delivery import no_picture, pictures, raw_words
from generations.providers.answers.error_mapping import (
    Refusal,
    not_found,
    perhaps_billed,
    redirected,
    refusal_of,
)
from generations.providers.decoding.lenient_values import Json, money, table, total, words
from generations.providers.decoding.sanitize import clean_details
from generations.providers.errors import (
    BadRequest,
    ContentRefused,
    KeyRejected,
    OutOfCredit,
    ProviderError,
    RateLimited,
    Unavailable,
)
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
_REFUSED = (
    *("content_policy_violation", "refusal", "moderation_blocked", "content_filter"),
    *("content_policy", "safety", "moderation", "image_safety"),
)
_ONCE = (408, 500, 502, 504, 524)
_WAIT = (503, 529)


def read(answer: Answer, *, wanted: int = 1, called: str = "") -> Delivery:
    """The pictures of an answer, plain or streamed. Raises ProviderError."""
    contents = contents_of(answer)
    if not 200 <= answer.status < 300:
        raise failure(refusal_of(contents, answer, called))
    if not contents.found.images:
        raise no_picture(contents, answer, failure, called)
    return _delivery(contents, answer.headers, wanted)


def failure(said: Refusal) -> ProviderError:
    """Our error for a router's no: nothing that failed was billed."""
    named = replace(said, code=_type(said) or said.code)
    availability = table(said.error, "availability")
    if availability.get("code") == "model_not_found":
        return named.becomes(BadRequest, code="model_not_found")
    if named.code in _REFUSED or _was_flagged(said) or _speaks_of_content(named):
        return named.becomes(ContentRefused)
    if said.status < 300 and _status(named) is None:
        return perhaps_billed(named)
    error = _by_status(named, _status(named) or said.status)
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
    if status == 413:
        return said.becomes(BadRequest, code="too_large")
    if status == 404 and (said.code or said.status < 300):
        return said.becomes(BadRequest, code="model_not_found")
    if status in (404, 405):
        return not_found(said)
    if 300 <= status < 400:
        return redirected(said)
    return said.becomes(BadRequest) if 400 <= status < 500 else said.becomes(Unavailable)


def _type(said: Refusal) -> str:
    places = (table(said.error, "metadata"), said.body, said.error)
    return next((words(place["error_type"]) for place in places if place.get("error_type")), "")


def _status(said: Refusal) -> int | None:
    """The status of the failure, also when it came under a good one; None where nobody knows."""
    if said.status >= 300:
        return said.status
    code = words(said.error.get("code")) or words(said.body.get("code"))
    if code.isascii() and code.isdigit() and 300 <= int(code[:4]) < 600:
        return int(code[:4])
    return _STATUS_OF.get(said.code)


def _speaks_of_content(said: Refusal) -> bool:
    """Its words say so, and no type or status of its own says that it is about something else."""
    return said.speaks_of_content and _status(said) in (None, 400, 403, 422)


def _was_flagged(said: Refusal) -> bool:
    metadata = table(said.error, "metadata")
    return "flagged_input" in metadata or bool(metadata.get("reasons"))


def _delivery(contents: Contents, headers: Mapping[str, str], wanted: int) -> Delivery:
    told = {name: headers[name] for name in _KEPT_HEADERS if name in headers}
    usage = next((usage for usage in reversed(contents.usages) if usage), {})
    return Delivery(
        **pictures(contents, wanted),
        cost=_cost(contents.usages),
        details=clean_details({**told, **({"usage": usage} if usage else {})}),
    )


def _cost(usages: tuple[Json, ...]) -> Cost:
    told = tuple(usage.get("cost") for usage in usages)
    usd = total(money(value) for value in told)
    return Cost(told=raw_words(told)) if usd is None else Cost(usd=usd, kind="actual")
