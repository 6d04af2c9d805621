"""What a person can do with a job: cancel, dismiss, retry, run again, remix (rules.md section 2)."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from generations.models import Draft, Generation, MadeHow, Status
from generations.models.generation import ENDED, ON_THE_LINE
from generations.providers.errors import RequestRefused
from generations.providers.types import ImageRequest, Problem
from generations.services.inputs import job_inputs
from generations.services.jobs import internal_errors, partial_answers
from generations.services.jobs.submit import Asked, submit
from generations.stored import event_log

RETRIABLE = (Status.FAILED, Status.REFUSED, Status.UNKNOWN)
REPEATABLE = (Status.DONE, Status.CANCELLED)


def cancel(user: User, generation: Generation) -> str:
    """Ends a queued job, free, or asks a sent one to stop.

    Returns "cancelled", "asked" (sent: it may be billed and is kept if it arrives), "ended" (it
    broke its runner, so nobody would hear) or "too_late".
    """
    if _goes_round(user, generation):
        has_answer = partial_answers.take(generation) is not None
        return (
            "ended" if internal_errors.end_broken(generation, has_answer=has_answer) else "too_late"
        )
    with transaction.atomic():
        mine = Generation.objects.filter(pk=generation.pk, requester=user)
        now = timezone.now()
        if mine.filter(status=Status.QUEUED).move(
            to=Status.CANCELLED, finished_at=now, lease_owner="", lease_until=None
        ):
            event_log.record_for(generation, "cancelled")
            return "cancelled"
        sent = mine.filter(status__in=[*ON_THE_LINE, Status.POLLING], cancel_requested_at=None)
        if sent.update(cancel_requested_at=now):
            event_log.record_for(generation, "cancel_asked")
            return "asked"
    return "too_late"


def _goes_round(user: User, generation: Generation) -> bool:
    """It broke its runner, was sent, and no drain is at it now."""
    held = Q(lease_until__gt=timezone.now())
    broken = Generation.objects.open().filter(pk=generation.pk, requester=user, faults__gt=0)
    return broken.exclude(held).exclude(status=Status.QUEUED).exists()


def dismiss(user: User, generation: Generation) -> None:
    """Puts the card of an ended job away."""
    with transaction.atomic():
        mine = Generation.objects.filter(
            pk=generation.pk, requester=user, status__in=ENDED, dismissed_at=None
        )
        if mine.update(dismissed_at=timezone.now()):
            event_log.record_for(generation, "dismissed")


def dismiss_all(user: User) -> int:
    """Dismisses every card of theirs that ended without pictures; how many these were."""
    with transaction.atomic():
        now = timezone.now()
        number = Generation.objects.in_trouble_of(user).update(dismissed_at=now)
        number += Generation.objects.half_of(user).update(dismissed_at=now)
        if number:
            event_log.record("reload", actor_id=user.pk)
    return number


def retry(
    user: User, generation: Generation, *, ticket: uuid.UUID, may_bill_twice: bool = False
) -> Generation:
    """A new job with the same request and key. Raises RequestRefused.

    An unknown outcome asks first: without `may_bill_twice` it is refused with code
    "may_bill_twice".
    """
    _require(user, generation, RETRIABLE, "Only a job that failed can be retried.")
    if generation.status == Status.UNKNOWN and not may_bill_twice:
        raise RequestRefused([_may_bill_twice()])
    made = _again(user, generation, ticket, MadeHow.RETRY, dict(generation.options))
    dismiss(user, generation)
    return made


def run_again(user: User, generation: Generation, *, ticket: uuid.UUID) -> Generation:
    """A new job with the same settings, the seed left out. Raises RequestRefused."""
    _require(user, generation, REPEATABLE, "Only a finished or cancelled job can be run again.")
    options = {name: value for name, value in generation.options.items() if name != "seed"}
    made = _again(user, generation, ticket, MadeHow.AGAIN, options)
    if generation.status == Status.CANCELLED:
        dismiss(user, generation)
    return made


def remix(user: User, generation: Generation, *, tab: str = "") -> Draft:
    """Fills the composer of that tab with a job they may see. Sends nothing."""
    texts = {name: _text(value) for name, value in generation.options.items()}
    return Draft.objects.put(
        user,
        tab,
        provider=generation.provider,
        model=generation.model,
        prompt=generation.prompt,
        texts=texts,
        count=int(generation.options.get("n", 1) or 1),
        remix_of=generation,
    )


def _again(
    user: User, generation: Generation, ticket: uuid.UUID, how: str, options: dict[str, object]
) -> Generation:
    request = ImageRequest(model=generation.model, prompt=generation.prompt, options=options)  # type: ignore[arg-type]
    asked = Asked(
        provider=generation.provider,
        requests=(request,),
        visibility=generation.visibility,
        key_label=generation.key.choice_for(user) if generation.key else generation.key_label,
        ticket=ticket,
        made_from=generation,
        made_how=how,
        tray=job_inputs.tray_of(generation),
    )
    return submit(user, asked)[0]


def _require(user: User, generation: Generation, states: tuple[str, ...], message: str) -> None:
    if generation.requester_id != user.pk or generation.status not in states:
        raise RequestRefused([Problem(field="status", code="not_now", message=message)])


def _may_bill_twice() -> Problem:
    message = "The first one may have been billed; this may bill again."
    return Problem(field="status", code="may_bill_twice", message=message)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
