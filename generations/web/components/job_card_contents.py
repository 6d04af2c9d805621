"""What stands on the card of a job, by its state and by who looks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.keys import provider_directory
from generations.models import Generation, Status
from generations.providers import catalog
from generations.providers.types import ProviderFacts
from generations.services.jobs import outcome_messages
from generations.stored.original_files import has_room
from generations.web.components.durations import ordinal, short
from generations.web.components.waiting_times import NO_WAIT, Wait

_ICONS = {
    Status.QUEUED: "hourglass",
    Status.SENDING: "circle-dashed",
    Status.GENERATING: "image",
    Status.POLLING: "image",
    Status.SAVING: "download",
    Status.DONE: "check",
    Status.REFUSED: "shield-alert",
    Status.FAILED: "triangle-alert",
    Status.UNKNOWN: "circle-question-mark",
    Status.CANCELLED: "ban",
}
_LAMPS = {
    Status.QUEUED: "lamp--queued",
    Status.SENDING: "lamp--sending",
    Status.GENERATING: "lamp--on",
    Status.POLLING: "lamp--on",
    Status.SAVING: "lamp--ok",
    Status.DONE: "lamp--ok",
}
_FOR_STRANGERS = {
    Status.REFUSED: "Refused",
    Status.FAILED: "Failed",
    Status.UNKNOWN: "Outcome unknown",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything `_job_card.html` prints."""

    uid: uuid.UUID
    key: str  # sorts the strip, newest first
    status: str
    is_mine: bool
    is_open: bool
    title: str  # state or cause
    icon: str
    lamp: str
    prompt: str
    says: str  # what happened, for those who may know; replaces the prompt
    router_says: str  # the router's own words
    remark: str  # why an open job stands still, or that a part of a set did not come
    held_until: datetime | None
    charge: str
    who: str
    model: str
    badge: str
    provider: str
    elapsed_s: int | None  # seconds, where a clock runs
    expected: str  # "~0:40", or nothing
    typical: str  # "usually 0:20", or nothing
    preview: int  # the newest preview's number, 0 without
    progress: int  # per cent, 0 for "waiting"
    can_cancel: bool
    cancel_asked: bool
    fix: str
    ended_at: object


def card_of(job: Generation, kind: str, wait: Wait = NO_WAIT) -> Card:
    """The card of a job for an owner, an admin or another person ("other")."""
    facts, label = _named(job)
    is_owner, may_know = kind == "owner", kind != "other"
    is_trouble = job.status in _FOR_STRANGERS
    return Card(
        uid=job.uid,
        key=f"{job.pk:012d}",
        status=job.status,
        is_mine=is_owner,
        is_open=job.is_open,
        title=_title(job, label, may_know=may_know, place=wait.place),
        icon=_ICONS[Status(job.status)],
        lamp=_LAMPS.get(Status(job.status), ""),
        prompt=job.prompt,
        says=_says(job, label) if may_know else "",
        router_says=job.message if may_know and is_trouble else "",
        remark=_remark(job, label, wait, may_know=may_know),
        held_until=wait.held_until if may_know else None,
        charge=outcome_messages.charge(job) if may_know and is_trouble else "",
        who="You" if is_owner else job.requester.display_name,
        model=job.model_label,
        badge=_badge(job, facts),
        provider=label,
        elapsed_s=_elapsed(job),
        expected=_expected(job, wait.place, wait.typical_s),
        typical=_typical(job, wait),
        preview=job.previews if job.status == Status.GENERATING else 0,
        progress=_progress(job),
        can_cancel=is_owner and _can_cancel(job),
        cancel_asked=is_owner and job.is_open and job.cancel_requested_at is not None,
        fix=outcome_messages.fix(job) if is_owner and is_trouble else "",
        ended_at=job.finished_at,
    )


def _named(job: Generation) -> tuple[ProviderFacts | None, str]:
    """What is known of its provider, and how that is called."""
    facts = _facts(job.provider)
    return facts, facts.label if facts else job.provider


def _badge(job: Generation, facts: ProviderFacts | None) -> str:
    return facts.badge if facts else job.provider[:2].upper()


def _facts(slug: str) -> ProviderFacts | None:
    if slug in catalog.PROVIDERS:
        return catalog.facts(slug)
    return provider_directory.facts_of(slug, with_off=True)


def _title(job: Generation, provider: str, *, may_know: bool, place: int | None) -> str:
    match job.status:
        case Status.QUEUED:
            return _waiting(place)
        case Status.SENDING:
            return f"Sending to {provider}"
        case Status.GENERATING:
            return _generating(job)
        case Status.POLLING:
            return f"{provider} is working"
        case Status.SAVING | Status.DONE:
            return Status(job.status).label
        case Status.CANCELLED:
            return "Cancelled"
        case Status.UNKNOWN:
            return "Outcome unknown"
    return outcome_messages.title(job, provider) if may_know else _FOR_STRANGERS[Status(job.status)]


def _waiting(place: int | None) -> str:
    if not has_room():
        return "Waiting for disk space"
    return f"Queued, {ordinal(place)}" if place else "Queued"


def _generating(job: Generation) -> str:
    if not job.previews:
        return "Generating"
    asked = job.options.get("partial_images")
    return f"Preview {job.previews} of {asked}" if asked else f"Preview {job.previews}"


def _says(job: Generation, provider: str) -> str:
    if job.status == Status.CANCELLED:
        return ""
    return outcome_messages.sentence(job, provider) if job.status in _FOR_STRANGERS else ""


def _remark(job: Generation, provider: str, wait: Wait, *, may_know: bool) -> str:
    """Of a finished job everybody hears what did not come, and those who may know why."""
    if not job.is_open:
        came = outcome_messages.came(job)
        return (
            f"{came} {provider} said: {job.message}" if may_know and came and job.message else came
        )
    return _waits(job, provider, wait) if may_know else ""


def _waits(job: Generation, provider: str, wait: Wait) -> str:
    if wait.held_by and not job.message:
        return wait.held_by
    return outcome_messages.wait(job, provider) if wait.held_until or job.message else ""


def _typical(job: Generation, wait: Wait) -> str:
    return f"usually {short(wait.typical_s)}" if wait.typical_s and _is_out(job) else ""


def _is_out(job: Generation) -> bool:
    return job.status in (Status.SENDING, Status.GENERATING, Status.POLLING)


def _elapsed(job: Generation) -> int | None:
    if not job.is_open or job.status == Status.QUEUED:
        return None
    return max(0, int((timezone.now() - job.elapsed_from).total_seconds()))


def _expected(job: Generation, place: int | None, typical_s: float | None) -> str:
    """When a queued job will start, roughly: only where past runs allow a promise."""
    if job.status != Status.QUEUED or not place or place < 2 or not typical_s:
        return ""
    return f"~{short(typical_s)}"


def _progress(job: Generation) -> int:
    if job.status == Status.SAVING:
        return 100
    if job.status != Status.GENERATING or not job.previews:
        return 0
    asked = job.options.get("partial_images")
    most = asked if isinstance(asked, int) and asked >= job.previews else job.previews + 1
    return round(100 * job.previews / (most + 1))


def _can_cancel(job: Generation) -> bool:
    open_states = (Status.QUEUED, Status.SENDING, Status.GENERATING, Status.POLLING)
    may_ask = job.status in open_states and job.cancel_requested_at is None
    return may_ask or (job.is_open and job.faults > 0)
