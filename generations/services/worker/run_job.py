"""One job's way from "queued" to its end. The only code that spends.

`send` makes the POST, `poll` polls once, `resume` takes up what a dead drain left. Each ends in
`_settle`, which alone decides what an error means for the job.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.keys import key_vault
from generations.models import Generation, Status
from generations.providers import catalog
from generations.providers.answers.redaction import delivery_without_key, error_without_key
from generations.providers.errors import (
    BadAnswer,
    BadDelivery,
    BadRequest,
    ContentRefused,
    KeyRejected,
    OutcomeUnknown,
    ProviderError,
    RateLimited,
    ReferenceUnknown,
    Unavailable,
)
from generations.providers.types import (
    Answer,
    Delivery,
    ImageRequest,
    ModelSpec,
    Pending,
    Provider,
)
from generations.services.inputs import job_inputs
from generations.services.jobs import internal_errors, partial_answers, transitions
from generations.services.notices import key_refusal_check, notify
from generations.services.worker import claim_lease
from generations.services.worker.answer_recorder import SpoolRecorder
from generations.services.worker.save_pictures import keep
from generations.services.worker.shared_resources import SharedResources

# While looking at a pending job these tell of the line or the key, not of the job.
SAYS_NOTHING = (RateLimited, Unavailable, OutcomeUnknown, KeyRejected, key_vault.KeyUnreadable)
LOST_POLLS = 2  # "no such task" that often in a row ends the job


REJECTED = 401  # a 403 may mean the region or the model's rights: the key stays in use


async def send(job: Generation, resources: SharedResources) -> None:
    """One POST for a claimed job, and whatever its answer brings. Raises moves.Lost."""
    try:
        secret = await resources.write(_secret, job)
        provider = await resources.provider(job.provider)
        asked = await resources.write(request_with_inputs, job), spec_of(job)
    except key_vault.KeyUnreadable as error:
        await resources.write(notify.key_unreadable, job)
        return await _settle(job, KeyRejected(str(error)), resources)
    except ProviderError as error:  # its address cannot be called at all
        return await _settle(job, error, resources)
    recorder = SpoolRecorder(job, resources)
    async with resources.lane(job.provider):
        await _our_turn(provider.facts.posts_per_second, job, resources)
        if not await resources.write(claim_lease.may_go, job):
            return None  # back into line, unsent
        await resources.write(transitions.sending, job)
    try:
        got = await _called(job, provider, asked, secret, recorder, resources)
    except ProviderError as error:
        await _settle(job, error, resources)
    else:
        await _received(job, got, resources, recorder)
    finally:
        recorder.close()


async def _called(
    job: Generation,
    provider: Provider,
    asked: tuple[ImageRequest, ModelSpec],
    secret: str,
    recorder: SpoolRecorder,
    resources: SharedResources,
) -> Delivery | Pending:
    """What the paid call brought. At its limit, or when the line broke: what is whole by then.

    Raises ProviderError."""
    try:
        async with asyncio.timeout(settings.CALL_LIMIT_S):
            return await provider.generate(*asked, secret, recorder)
    except TimeoutError:
        lost = OutcomeUnknown(_too_long(), code="timeout")
    except OutcomeUnknown as broken:
        lost = broken
    answer = await recorder.rescued()
    if answer is None:
        raise lost
    return await resources.crunch(_read, provider, job, answer)


async def _our_turn(limit: int | None, job: Generation, resources: SharedResources) -> None:
    if limit:
        at = await resources.write(claim_lease.moment_for, job.provider)
        await asyncio.sleep(max(0.0, at - time.time()))


async def poll(job: Generation, resources: SharedResources) -> None:
    """One look at a pending job. What goes wrong while looking says nothing about the job."""
    if _waited(job) > settings.POLL_LIMIT_S:
        return await _settle(job, OutcomeUnknown(code="poll_gave_up"), resources)
    recorder = SpoolRecorder(job, resources)
    try:
        provider = await resources.provider(job.provider)
        secret = await resources.write(_secret_sent, job)
        got = await provider.collect(job.reference, request_of(job), spec_of(job), secret, recorder)
    except SAYS_NOTHING as error:
        wait = getattr(error, "retry_after", None) or next_look_s(job)
        await resources.write(transitions.look_later, job, wait)
    except ReferenceUnknown as error:
        if job.lost_polls + 1 >= LOST_POLLS:
            return await _settle(job, error, resources)
        await resources.write(transitions.look_later, job, next_look_s(job), lost=True)
    except ProviderError as error:
        await _settle(job, error, resources)
    else:
        if isinstance(got, Pending):
            return await resources.write(transitions.look_later, job, next_look_s(job))
        await _received(job, got, resources, recorder)
    finally:
        recorder.close()


async def resume(job: Generation, resources: SharedResources) -> None:
    """A job found in mid-call or half saved: reads its complete answer again, or says unknown.

    Never sends: without a complete answer the outcome cannot be known.
    """
    answer = await resources.crunch(partial_answers.take, job)
    if answer is None:
        return await _settle(job, OutcomeUnknown(code="worker_died"), resources)
    if job.save_tries >= internal_errors.SAVES:
        return await _settle(job, _never_saved(), resources)
    try:
        provider = await resources.provider(job.provider)
        got = await resources.crunch(_read, provider, job, answer)
    except ProviderError as error:
        return await _settle(job, error, resources)
    await _received(job, got, resources)


def _read(provider: Provider, job: Generation, answer: Answer) -> Delivery | Pending:
    """An answer from the spool, perhaps one that broke off. Blocking. Raises ProviderError."""
    got = provider.read(answer, request_of(job), spec_of(job))
    return partial_answers.with_what_was_cut(job, answer, got) if isinstance(got, Delivery) else got


async def interrupt(job: Generation, why: str, resources: SharedResources) -> None:
    """Settles a call that was broken off: by a stop, or by its owner where that is free.

    A complete answer stays in the spool and is read after the next start.
    """
    if job.status == Status.QUEUED:  # its move to "sending" may be on the way
        await resources.ask(job.refresh_from_db, fields=["status"])
    if job.status in (Status.QUEUED, Status.POLLING, Status.DONE):
        return
    if await resources.crunch(partial_answers.take, job) is not None:
        return
    if why == "cancelled":
        await resources.ask(
            transitions.end, job, Status.CANCELLED, OutcomeUnknown("Stopped by its owner.")
        )
    else:
        await resources.ask(transitions.end, job, Status.UNKNOWN, OutcomeUnknown(code="stopped"))


def request_of(job: Generation) -> ImageRequest:
    """As it is needed to read an answer: without the pictures that went along."""
    return ImageRequest(model=job.model, prompt=job.prompt, options=job.options)


def request_with_inputs(job: Generation) -> ImageRequest:
    """As it is sent. Asks the database: not on the loop."""
    pictures, mask = job_inputs.files_of(list(job.inputs.order_by("position")))
    return replace(request_of(job), pictures=pictures, mask=mask)


def spec_of(job: Generation) -> ModelSpec:
    """The model as it was when the job was checked."""
    return catalog.spec_from_json(job.spec)


def next_look_s(job: Generation) -> float:
    """Seconds to the next look: from 2 growing to 10."""
    return float(min(settings.POLL_FIRST_S * 1.4**job.polls, settings.POLL_MOST_S))


async def _received(
    job: Generation,
    got: Delivery | Pending,
    resources: SharedResources,
    recorder: SpoolRecorder | None = None,
) -> None:
    if recorder and (isinstance(got, Pending) or any(image.url for image in got.images)):
        recorder.let_go()
    if isinstance(got, Pending):
        await resources.write(
            transitions.polling,
            job,
            got.reference,
            estimate=got.estimate_usd,
            first_s=settings.POLL_FIRST_S,
        )
        return None
    if job.status != Status.SAVING:
        await resources.write(transitions.saving, job)
    try:
        secret = await resources.write(_secret_to_fetch, job)
        got = delivery_without_key(got, secret)
        originals, unreadable = await keep(
            got, secret, await resources.provider(job.provider), resources
        )
    except ProviderError as error:
        return await _settle(job, error, resources)
    delivery = replace(got, unreadable=got.unreadable + unreadable)
    resources.kept(await resources.write(transitions.done, job, delivery, originals))


async def _settle(job: Generation, error: ProviderError, resources: SharedResources) -> None:
    """What an error means: again later, or an honest end. Its words lose the job's key first."""
    error = error_without_key(error, await resources.write(_secret_to_fetch, job))
    if isinstance(error, RateLimited) and job.key_id:
        wait = await resources.write(key_vault.pause, job.key_id, error.retry_after)
    else:
        wait = error.retry_after if error.retry_after is not None else settings.PAUSE_FIRST_S
    if isinstance(error, KeyRejected) and job.key_id and error.http_status == REJECTED:
        await resources.write(key_refusal_check.refused, job)
    if error.safe_to_repeat and job.posts < min(error.max_posts, 3) and not job.reference:
        return await resources.write(transitions.send_again_later, job, error, wait)
    await resources.write(transitions.end, job, _end_of(error), error)


def _end_of(error: ProviderError) -> str:
    if isinstance(error, OutcomeUnknown | BadAnswer):
        return Status.UNKNOWN
    if isinstance(error, ContentRefused | BadRequest):
        return Status.REFUSED
    return Status.FAILED


def _secret(job: Generation) -> str:
    return key_vault.key_for(job.key) if job.key else ""


def _secret_sent(job: Generation) -> str:
    """The secret the job was sent with, even if the key was replaced since."""
    if job.key is None:
        return ""
    last = job.attempts.order_by("-number").first() if job.key.replaced_at else None
    return key_vault.key_for(job.key, sent_at=last.sent_at if last else None)


def _secret_to_fetch(job: Generation) -> str:
    """As `_secret_sent`; a key that is gone by now keeps no paid picture from being read."""
    try:
        return _secret_sent(job)
    except key_vault.KeyUnreadable:
        return ""


def _waited(job: Generation) -> float:
    since = job.polling_at or job.created_at
    return (timezone.now() - since) / timedelta(seconds=1)


def _too_long() -> str:
    return f"No answer within {settings.CALL_LIMIT_S / 60:.0f} minutes."


def _never_saved() -> BadDelivery:
    message = (
        f"The answer came, but {internal_errors.SAVES} times its pictures could not be stored."
    )
    return BadDelivery(message, code=internal_errors.CODE)
