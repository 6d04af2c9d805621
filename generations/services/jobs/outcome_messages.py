"""How a job ended, in words: what happened, who said so, was it charged, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from generations.models import Generation, Status

NOT_CHARGED = "Not charged."
MAYBE_CHARGED = "It may have been charged."
MAYBE_BILLED = "It may have been billed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What one code means. `{provider}` and `{key}` stand for the router and the key."""

    title: str
    sentence: str
    fix: str  # keys | edit | wait | "" (what helps besides Retry)


TABLE: dict[str, Words] = {
    "key_rejected": Words(
        title="Key rejected", sentence="{provider} refused {key}{code}.", fix="keys"
    ),
    "no_credit": Words(
        title="No credit left",
        sentence="{provider} says {key} has no credit left{code}.",
        fix="keys",
    ),
    "content_refused": Words(
        title="Refused by the model",
        sentence="The prompt hit {provider}’s content rules{code}. Reword it and try again.",
        fix="edit",
    ),
    "bad_request": Words(
        title="Request refused",
        sentence="{provider} does not accept these settings{code}.",
        fix="edit",
    ),
    "model_not_found": Words(
        title="Model not found",
        sentence="{provider} does not know this model any more{code}. Choose another one.",
        fix="edit",
    ),
    "too_large": Words(
        title="Request too large",
        sentence="{provider} says the request is too large{code}. Shorten the prompt.",
        fix="edit",
    ),
    "rate_limited": Words(
        title="Too many requests",
        sentence="{provider} kept asking to wait{code}. Try again in a few minutes.",
        fix="wait",
    ),
    "unavailable": Words(
        title="{provider} not available",
        sentence="{provider} answered that it could not do this now{code}.",
        fix="wait",
    ),
    "timeout": Words(
        title="No answer in time", sentence="{provider} stopped responding{code}.", fix=""
    ),
    "connection_lost": Words(
        title="Connection lost",
        sentence="The line to {provider} broke before its answer was complete{code}.",
        fix="",
    ),
    "stopped": Words(
        title="Stopped while waiting",
        sentence="ImageHub was stopped before {provider} had answered.",
        fix="",
    ),
    "worker_died": Words(
        title="Worker ended",
        sentence="ImageHub’s worker ended before {provider} had answered.",
        fix="",
    ),
    "poll_gave_up": Words(
        title="Still no picture",
        sentence="{provider} took the job and did not finish it in 30 minutes{code}.",
        fix="",
    ),
    "bad_answer": Words(
        title="Unreadable answer",
        sentence="{provider} answered, but not in a way that can be read{code}.",
        fix="",
    ),
    "empty_answer": Words(
        title="No picture in the answer",
        sentence="{provider} answered without a picture{code}.",
        fix="edit",
    ),
    "not_an_image": Words(
        title="Not a picture",
        sentence="{provider} sent something that is not a picture. Its answer is kept 30 days.",
        fix="",
    ),
    "never_sent": Words(
        title="Never sent",
        sentence="It waited in line for a day and was not sent to {provider}.",
        fix="wait",
    ),
    "internal_error": Words(
        title="ImageHub could not deal with it",
        sentence="Something in this job broke ImageHub’s own worker, so it was ended. What "
        "{provider} sent, if anything, is kept 30 days; an admin can have it read again{code}.",
        fix="",
    ),
}
_OTHER = Words(title="Did not work", sentence="{provider} gave no picture{code}.", fix="")


def title(job: Generation, provider: str) -> str:
    """The cause, as a heading."""
    return _words(job).title.format(provider=provider)


def sentence(job: Generation, provider: str) -> str:
    """What happened and who said so, with the provider's code in brackets."""
    return _words(job).sentence.format(provider=provider, key=_key(job), code=_code(job))


def whole(job: Generation, provider: str) -> str:
    """All of it in one text: what happened, the charge, the router's own words."""
    if job.status == Status.CANCELLED:
        return f"Cancelled. {charge(job)}"
    is_theirs = job.message and job.http_status
    said = f" {provider} said: {job.message}" if is_theirs else ""
    return f"{sentence(job, provider)} {charge(job)}{said}"


def charge(job: Generation) -> str:
    """Whether money went."""
    if job.status == Status.UNKNOWN:
        return MAYBE_BILLED
    return MAYBE_CHARGED if job.may_have_charged else NOT_CHARGED


def came(job: Generation) -> str:
    """ "2 of 3 came." where an answer told of more than could be kept; else nothing. One query."""
    if job.status != Status.DONE or not job.unreadable:
        return ""
    made = job.pictures.count() + job.erased
    return f"{made} of {made + job.unreadable} came."


def wait(job: Generation, provider: str) -> str:
    """Why an open job stands still, as far as its row tells."""
    if job.message:
        return job.message
    if job.code == "unavailable":
        return f"{provider} could not do it just now and took no money; it is sent once more."
    return f"{provider} asked to wait. Nothing was charged."


def fix(job: Generation) -> str:
    """The one thing that helps besides Retry: keys, edit, wait or nothing."""
    return _words(job).fix


def _words(job: Generation) -> Words:
    return TABLE.get(job.code, _OTHER)


def _key(job: Generation) -> str:
    return f"key …{job.key_last4}" if job.key_last4 else "the key"


def _code(job: Generation) -> str:
    parts = [str(job.http_status or ""), job.provider_code]
    told = ", ".join(part for part in parts if part)
    return f" ({told})" if told else ""
