"""What FastRouter answers, in all its spellings, as pure functions.

Source: providers.md 1.6 (the order of reading) and 1.7 (errors).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generations.providers.answers.answer_contents import Contents, contents_of
from generations.providers.answers.delivery import applied, no_picture, pictures
from generations.providers.answers.error_mapping import (
    Refusal,
    perhaps_billed,
    refusal_of,
    usual_failure,
)
from generations.providers.answers.error_reasons import chat_refuses, reason
from generations.providers.decoding.lenient_values import (
    Json,
    items,
    money,
    rows,
    table,
    told,
    words,
)
from generations.providers.decoding.sanitize import clean_details, clean_text
from generations.providers.dialects.fastrouter_assets import with_assets
from generations.providers.errors import (
    BadAnswer,
    ContentRefused,
    JobFailed,
    OutOfCredit,
    ProviderError,
    RateLimited,
    ReferenceUnknown,
    Unavailable,
)
from generations.providers.types import Answer, Cost, Delivery, Pending

_FAILED = {"failed", "error", "cancelled", "canceled", "expired"}
_IDS = ("chat_id", "task_id", "taskId", "model", "size")
_LONGEST_ID = 300  # characters; what the column of a reference holds


def read(
    answer: Answer, reference: str = "", *, wanted: int = 1, called: str = ""
) -> Delivery | Pending:
    """The pictures, or the reference to ask with later. Raises ProviderError.

    reference: the job an answer to a poll is about; "" for an answer to the paid call.
    """
    contents = with_assets(contents_of(answer))
    body = contents.body
    said = refusal_of(contents, answer, called)
    if not 200 <= answer.status < 300:
        raise poll_failure(said) if answer.polling else failure(said)
    if contents.found.images:
        return _delivery(contents, wanted)
    if contents.error is not None or _FAILED & set(_statuses(body)):
        raise _job_failure(said, answer)
    if contents.found.unreadable:
        raise no_picture(contents, answer, failure, called)
    return _pending(contents, answer, reference, called)


def failure(said: Refusal) -> ProviderError:
    """Our error for a no to the paid call."""
    if said.status in (403, 446):
        return said.becomes(ContentRefused)
    if said.code == "free_quota_exceeded":
        return said.becomes(RateLimited, max_posts=1)
    return usual_failure(said)


def poll_failure(said: Refusal) -> ProviderError:
    """Our error for a failed question about a job; most say nothing about the job."""
    if said.status == 404:
        return said.becomes(ReferenceUnknown)
    if said.status == 403:
        return usual_failure(said)
    error = failure(said)
    return said.becomes(Unavailable) if isinstance(error, Unavailable) else error


def _job_failure(said: Refusal, answer: Answer) -> ProviderError:
    """A failed job is promised to be free; a failure told at once is not known to be."""
    if said.speaks_of_content:
        return said.becomes(ContentRefused)
    if answer.polling:
        return said.becomes(JobFailed)
    return said.becomes(OutOfCredit) if said.speaks_of_money else perhaps_billed(said)


def _delivery(contents: Contents, wanted: int) -> Delivery:
    body = contents.body
    usage = table(body, "usage")
    usd = money(usage.get("credits_used"))
    ids = {name: clean_text(words(body.get(name)), _LONGEST_ID) for name in _IDS}
    return Delivery(
        **pictures(contents, wanted),
        cost=Cost(told=told(usage.get("credits_used")))
        if usd is None
        else Cost(usd=usd, kind="actual"),
        estimate_usd=_estimate(body),
        applied=applied(body, ("size",)),
        details=clean_details(
            {
                **{name: text for name, text in ids.items() if text},
                **({"usage": usage} if usage else {}),
            }
        ),
    )


def _statuses(body: Json) -> Iterator[str]:
    data = body.get("data")
    places: list[object] = [body, data, *items(data), *items(table(data).get("generations"))]
    for place in places:
        yield words(table(place).get("status")).lower()
    yield words(body.get("code")).lower()


def _pending(contents: Contents, answer: Answer, reference: str, called: str) -> Pending:
    body = contents.body
    if answer.polling:
        return Pending(reference=reference or _reference(body), estimate_usd=_estimate(body))
    told = _reference(body)
    if len(told) > _LONGEST_ID:
        message = "The router took the job under a name that is too long to ask about it later"
        raise BadAnswer(message, http_status=answer.status)
    if told:
        return Pending(reference=told, estimate_usd=_estimate(body))
    if "data" in body or not contents.is_structured or reason(body) or chat_refuses(body):
        raise no_picture(contents, answer, failure, called)
    raise BadAnswer("The answer is neither a picture nor a job", http_status=answer.status)


def _reference(body: Json) -> str:
    """Exactly as told, since it must be sent again; one that cannot be kept counts as none."""
    data = table(body, "data")
    first = next(rows(body.get("data")), data)
    places = (body, data, first)
    ids = [words(place.get(name)) for place in places for name in ("task_id", "taskId")]
    return next((text for text in ids if text and clean_text(text) == text), "")


def _estimate(body: Json) -> Decimal | None:
    return money(table(body, "estimate_usage").get("credits_used"))
