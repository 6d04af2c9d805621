"""What FastRouter answers, in all its spellings, as pure functions.

Source: providers.md 1.6 (the order of reading) and 1.7 (errors).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generations.providers.bodies import answer_bytes, parsed
from generations.providers.errors import (
    BadAnswer,
    BadDelivery,
    BadRequest,
    ContentRefused,
    JobFailed,
    OutOfCredit,
    ProviderError,
    RateLimited,
    ReferenceUnknown,
    Unavailable,
)
from generations.providers.loose import NOTHING, Json, items, money, rows, strings, table, words
from generations.providers.pictures import Found, found_among, found_in
from generations.providers.refusals import (
    Refusal,
    has_error,
    perhaps_billed,
    refusal,
    usual_failure,
)
from generations.providers.types import Answer, Cost, Delivery, Pending

_FAILED = {"failed", "error", "cancelled", "canceled", "expired"}
_IDS = ("chat_id", "task_id", "taskId", "model", "size")


def read(answer: Answer, reference: str = "") -> Delivery | Pending:
    """The pictures, or the reference to ask with later. Raises ProviderError.

    reference: the job an answer to a poll is about; "" for an answer to the paid call.
    """
    told = parsed(answer_bytes(answer))
    said = refusal(told, status=answer.status, headers=answer.headers)
    if not 200 <= answer.status < 300:
        raise poll_failure(said) if answer.polling else failure(said)
    body = told or NOTHING
    if has_error(body):
        raise _job_failure(said, answer)
    found = _pictures(body)
    if found.images:
        return _delivery(body, found)
    if _FAILED & set(_statuses(body)):
        raise _job_failure(said, answer)
    if found.unreadable:
        found.or_nothing_came()
    return _pending(body, answer, reference)


def failure(said: Refusal) -> ProviderError:
    """Our error for a no to the paid call."""
    if said.status in (403, 446):
        return said.becomes(ContentRefused)
    if said.code == "free_quota_exceeded":
        return said.becomes(RateLimited, max_posts=1)
    if said.status == 404:
        return said.becomes(BadRequest, code="model_not_found")
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
    data = table(said.body, "data")
    told = (words(row.get("failMsg")) for row in rows(data.get("generations")))
    why = said.message or words(data.get("failMsg")) or next(told, "")
    said = refusal(
        {**said.body, "error": said.body.get("error") or why},
        status=answer.status,
        headers=answer.headers,
    )
    if said.speaks_of_content:
        return said.becomes(ContentRefused)
    if answer.polling:
        return said.becomes(JobFailed)
    return said.becomes(OutOfCredit) if said.speaks_of_money else perhaps_billed(said)


def _pictures(body: Json) -> Found:
    assets = table(body, "fastrouter_assets")
    urls = [{"url": url} for url in strings(assets.get("urls"))]
    if urls and words(assets.get("status")) in ("ready", ""):
        return found_among(urls)
    listed = found_in(_with_pictures(body.get("data")))
    if listed.images or listed.unreadable:
        return listed
    nested = found_in(_with_pictures(table(body, "data").get("generations")))
    single = found_in(_with_pictures([body.get("data")]))
    return next((found for found in (nested, single) if found.images), found_among(urls))


def _with_pictures(entries: object) -> list[object]:
    """Entries that claim to hold a picture; a job just taken lists some that do not."""
    return [row for row in rows(entries) if row.get("url") or row.get("b64_json")]


def _delivery(body: Json, found: Found) -> Delivery:
    usage = table(body, "usage")
    usd = money(usage.get("credits_used"))
    return Delivery(
        images=found.images,
        unreadable=found.unreadable,
        cost=Cost() if usd is None else Cost(usd=usd, kind="actual"),
        estimate_usd=_estimate(body),
        applied={"size": words(body["size"])} if words(body.get("size")) else {},
        details={
            **({"usage": dict(usage)} if usage else {}),
            **{name: words(body[name]) for name in _IDS if words(body.get(name))},
        },
    )


def _statuses(body: Json) -> Iterator[str]:
    data = body.get("data")
    places: list[object] = [body, data, *items(data), *items(table(data).get("generations"))]
    for place in places:
        yield words(table(place).get("status")).lower()
    yield words(body.get("code")).lower()


def _pending(body: Json, answer: Answer, reference: str) -> Pending:
    if answer.polling:
        return Pending(reference=reference or _reference(body), estimate_usd=_estimate(body))
    told = _reference(body)
    if told:
        return Pending(reference=told, estimate_usd=_estimate(body))
    if "data" in body:
        raise BadDelivery("The answer holds no picture", http_status=answer.status)
    raise BadAnswer("The answer is neither a picture nor a job", http_status=answer.status)


def _reference(body: Json) -> str:
    data = table(body, "data")
    ids = (body.get("task_id"), body.get("taskId"), data.get("task_id"), data.get("taskId"))
    return next((words(value) for value in ids if words(value)), "")


def _estimate(body: Json) -> Decimal | None:
    return money(table(body, "estimate_usage").get("credits_used"))
