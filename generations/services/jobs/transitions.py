"""The job's moves from state to state. Each is one fenced UPDATE with its line in the event log.

Fenced: only the drain that holds the lease moves a job, and only from the state it must be in.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.keys import key_vault
from generations.library.index import index_updates, prompt_history
from generations.models import Attempt, Generation, Picture, Status
from generations.models.generation import ON_THE_LINE
from generations.providers.errors import ProviderError
from generations.providers.types import Delivery
from generations.services.curation import collections
from generations.services.notices import notify
from generations.stored import event_log, spool
from generations.stored.original_files import Original

log = logging.getLogger("imagehub.jobs")
NO_LEASE: dict[str, Any] = {"lease_owner": "", "lease_until": None}


class Lost(Exception):
    """The job is no longer ours: cancelled, or taken over after our lease ran out."""


def sending(job: Generation) -> None:
    """Commits "sending" and the attempt BEFORE the POST. Raises Lost."""
    spool.forget_answer(job.uid)
    now = timezone.now()
    number = job.posts + 1
    with transaction.atomic():
        _move(
            job,
            [Status.QUEUED],
            Status.SENDING,
            posts=number,
            sent_at=job.sent_at or now,
            message="",
        )
        Attempt.objects.create(generation=job, number=number, sent_at=now)
    job.posts, job.sent_at = number, job.sent_at or now


def generating(job: Generation) -> None:
    """The request body is fully written."""
    with transaction.atomic():
        _move(job, [Status.SENDING], Status.GENERATING, generating_at=timezone.now())


def preview(job: Generation, number: int) -> None:
    """Another partial picture lies in the spool."""
    with transaction.atomic():
        rows = Generation.objects.filter(pk=job.pk, lease_owner=job.lease_owner)
        if rows.update(previews=number):
            event_log.record_for(job, "preview")


def saving(job: Generation) -> None:
    """The answer is complete in the spool."""
    states = [*ON_THE_LINE, Status.POLLING, Status.SAVING]
    with transaction.atomic():
        _move(job, states, Status.SAVING, answered_at=timezone.now(), message="")


def polling(job: Generation, reference: str, *, estimate: Decimal | None, first_s: float) -> None:
    """The router took the job: its reference is stored before anybody waits."""
    now = timezone.now()
    with transaction.atomic():
        held: dict[str, Any] = (
            {"estimate_low": estimate, "estimate_high": estimate} if estimate else {}
        )
        _move(
            job,
            [*ON_THE_LINE, Status.SAVING],
            Status.POLLING,
            reference=reference,
            polling_at=now,
            due_at=now + timedelta(seconds=first_s),
            **held,
            **NO_LEASE,
        )
        _close_attempt(job, None)
        if job.key_id:
            key_vault.used(job.key_id)


def look_later(job: Generation, seconds: float, *, lost: bool = False) -> None:
    """Nothing yet: another look after `seconds`. `lost`: the router did not know the task."""
    rows = Generation.objects.filter(pk=job.pk, lease_owner=job.lease_owner, status=Status.POLLING)
    rows.update(
        due_at=timezone.now() + timedelta(seconds=seconds),
        polls=job.polls + 1,
        lost_polls=job.lost_polls + 1 if lost else 0,
        **NO_LEASE,
    )
    job.lease_owner = ""


def send_again_later(job: Generation, error: ProviderError, seconds: float) -> None:
    """An answer was read that says no work was done: back into the queue for another POST."""
    with transaction.atomic():
        _close_attempt(job, error)
        _move(
            job,
            [*ON_THE_LINE, Status.SAVING],
            Status.QUEUED,
            due_at=timezone.now() + timedelta(seconds=seconds),
            code=error.code,
            **NO_LEASE,
        )
    spool.forget_answer(job.uid)


def done(
    job: Generation, delivery: Delivery, originals: list[tuple[Original, str]]
) -> list[Picture]:
    """At least one picture is safe: its rows, the cost and the end, in one transaction.

    Where that failed before, the pictures' rows and the end come alone, and what is booked beside
    them afterwards: nothing that an answer tells may cost its pictures.
    """
    if job.save_tries:
        delivery, originals = _bare(delivery, originals)
    with transaction.atomic():
        _move(
            job,
            [Status.SAVING],
            Status.DONE,
            finished_at=timezone.now(),
            cost_usd=delivery.cost.usd,
            cost_kind=delivery.cost.kind,
            applied=dict(delivery.applied),
            details=_details(delivery),
            unreadable=delivery.unreadable,
            message=delivery.said[:500],
            code="",
            **NO_LEASE,
        )
        pictures = _pictures(job, originals)
        if not job.save_tries:
            _book(job, pictures)
    if job.save_tries:
        _book(job, pictures)
    spool.forget(job.uid)
    _say(job, Status.DONE, "")
    return pictures


def _bare(
    delivery: Delivery, originals: list[tuple[Original, str]]
) -> tuple[Delivery, list[tuple[Original, str]]]:
    """The pictures without a word that came with them: what they cost is unknown then."""
    bare = Delivery(images=delivery.images, unreadable=delivery.unreadable)
    return bare, [(original, "") for original, _ in originals]


def _details(delivery: Delivery) -> dict[str, object]:
    """What the router told besides, with its raw words for a cost that no amount of ours fits."""
    told = {"cost_told": delivery.cost.told} if delivery.cost.told else {}
    return {**delivery.details, **told}


def _book(job: Generation, pictures: list[Picture]) -> None:
    """What follows from pictures that came: collection, index, prompt, attempt and key."""
    pks = [picture.pk for picture in pictures]
    with transaction.atomic():
        if not collections.arrive(job, pks):
            event_log.record_for(job, "nowhere")
        index_updates.add_new(pks)
        prompt_history.of_jobs([job])
        _close_attempt(job, None)
        if job.key_id:
            key_vault.used(job.key_id)


def end(job: Generation, status: str, error: ProviderError) -> None:
    """The job ends without pictures: refused, failed, unknown or cancelled."""
    states = [Status.QUEUED, *ON_THE_LINE, Status.POLLING, Status.SAVING]
    charged: dict[str, Any] = (
        {"cost_usd": error.cost_usd, "cost_kind": "actual"} if error.cost_usd is not None else {}
    )
    told = getattr(error, "cost_told", "")
    if told:
        charged["details"] = {"cost_told": told}
    with transaction.atomic():
        _move(
            job,
            states,
            status,
            event_code=error.code,
            finished_at=timezone.now(),
            code="" if status == Status.CANCELLED else error.code,
            message=error.message[:500],
            provider_code=error.provider_code[:100],
            http_status=error.http_status,
            may_have_charged=error.may_have_charged and status != Status.CANCELLED,
            **charged,
            **NO_LEASE,
        )
        _close_attempt(job, error)
        prompt_history.of_jobs([job])
        if status == Status.UNKNOWN:
            notify.job_unknown(job)
    if status in (Status.REFUSED, Status.CANCELLED):
        spool.forget(job.uid)  # of the others the answer stays, to be read again
    _say(job, status, error.code)


def _move(
    job: Generation, states: Sequence[str], to: str, *, event_code: str = "", **values: Any
) -> None:
    rows = Generation.objects.filter(
        pk=job.pk, lease_owner=job.lease_owner, status__in=[str(state) for state in states]
    )
    if not rows.move(to=to, **values):
        raise Lost(f"{job.uid} is no longer ours")
    event_log.record_for(job, to, code=event_code)
    job.status = to
    job.lease_owner = values.get("lease_owner", job.lease_owner)


def _pictures(job: Generation, originals: list[tuple[Original, str]]) -> list[Picture]:
    now = Generation.objects.get(pk=job.pk)  # its cost is told, its visibility may have changed
    pictures = [
        Picture(
            generation=job,
            position=position,
            owner_id=job.requester_id,
            visibility=now.visibility,
            path=original.path,
            sha256=original.sha256,
            bytes=original.bytes,
            format=original.format,
            width=original.width,
            height=original.height,
            is_moving=original.is_moving,
            is_cut=original.is_cut,
            revised_prompt=revised,
            **index_updates.copied_from(now),
        )
        for position, (original, revised) in enumerate(originals)
    ]
    for picture in pictures:
        picture.save(force_insert=True)
    return pictures


def _close_attempt(job: Generation, error: ProviderError | None) -> None:
    Attempt.objects.filter(generation=job, number=job.posts, answered_at=None).update(
        answered_at=timezone.now(),
        http_status=error.http_status if error else 200,
        code=error.code if error else "",
        provider_code=error.provider_code[:100] if error else "",
    )


def _say(job: Generation, status: str, code: str) -> None:
    asked = timezone.now() - job.created_at
    log.info(
        "job %s %s/%s %s %s %.1f s",
        job.uid,
        job.provider,
        job.model,
        status,
        code,
        asked.total_seconds(),
    )
