"""What each code means, in one sentence: what happened, whether it cost money, what to do."""

from __future__ import annotations

from generations.models import Generation, Status

# {router} is the provider's label. "Not charged" stands only where an answer says so.
SENTENCES = {
    "key_rejected": "{router} refused the key. Not charged. Check or replace the key.",
    "no_credit": "{router} says there is no credit left on this key. Not charged. Top up, then retry.",
    "content_refused": "{router} refused the content. Reword the prompt and ask again.",
    "bad_request": "{router} did not accept the request. Not charged. Change the settings it names.",
    "model_not_found": "{router} does not know this model (any more). Not charged. Choose another.",
    "too_large": "{router} says the request is too large. Not charged. Make it smaller.",
    "rate_limited": "{router} is limiting this key. Not charged. Retry in a few minutes.",
    "unavailable": "{router} could not do it.",
    "timeout": "{router} did not answer in time. It may still charge for this one.",
    "connection_lost": "The line to {router} broke before the answer was complete. It may be billed.",
    "stopped": "ImageHub was stopped while {router} was working. It may be billed.",
    "worker_died": "The worker died while {router} was working. It may be billed.",
    "poll_gave_up": "{router} did not finish within the time we wait. It may still finish and bill.",
    "bad_answer": "{router} sent an answer that cannot be read. It is kept. It may be billed.",
    "empty_answer": "{router} answered without a picture. It may be billed.",
    "not_an_image": "{router} sent something that is not a picture. It is kept. It may be billed.",
    "never_sent": "It waited a day without being sent, and was given up. Not charged.",
}


def sentence(job: Generation, router: str = "") -> str:
    """The sentence for how a job ended, the router's own words behind it; empty for other states."""
    if job.status == Status.CANCELLED:
        return (
            "Cancelled before it was sent. Not charged."
            if not job.posts
            else "Cancelled. Not charged."
        )
    text = SENTENCES.get(job.code, "").format(router=router or job.provider)
    if job.code == "unavailable":
        text += " It may have charged." if job.may_have_charged else " Not charged."
    if job.message and text:
        return f"{text} It said: {job.message}"
    return text or job.message
