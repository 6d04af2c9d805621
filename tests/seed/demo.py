"""Two dozen jobs in every state: most through submit() and the real drain, the rest held by hand.

A job cannot be caught in mid-call, so those states are set on rows that a lease holds for a day.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from generations.models import Generation, Picture, Status
from generations.providers.types import ImageRequest
from generations.services.jobs import job_actions
from generations.services.jobs.submit import Asked, submit
from generations.services.worker import thumbnail_queue
from generations.services.worker.drain_loop import drain
from generations.stored import event_log
from tests.seed.prompts import prompt

SCENES, REHEARSAL = "sandbox/scenes", "sandbox/rehearsal"
SIZES = ("1536x1024", "1024x1024", "1024x1536", "1536x864", "1280x960")
TROUBLES = ("refused", "key rejected", "no credit", "rate limited", "timeout", "not an image")
PRIVATE = (4, 9)  # these of the pictures are seen by their makers only
MOST_TURNS = 20


def show(team: dict[str, User]) -> str:
    """Makes them all; says how many there are in each state."""
    makers = [team["alice"], team["bob"], team["charlie"]]
    jobs = [_picture(makers[number % 3], number) for number in range(12)]
    jobs += [
        _job(makers[number % 3], f"{prompt(50 + number)} [{word}]", model=REHEARSAL)
        for number, word in enumerate(TROUBLES)
    ]
    cancelled = _job(team["bob"], prompt(70))
    job_actions.cancel(team["bob"], cancelled)
    _work(jobs)
    _draw_all()
    held = [_held(makers[number % 3], number, status) for number, status in enumerate(_MIDWAY)]
    every = Generation.objects.filter(pk__in=[job.pk for job in [*jobs, cancelled, *held]])
    found = sorted(every.values_list("status", flat=True))
    return ", ".join(f"{found.count(status)} {status}" for status in dict.fromkeys(found))


def _picture(maker: User, number: int) -> Generation:
    options: dict[str, Any] = {"size": SIZES[number % len(SIZES)], "seed": number}
    visibility = "private" if number in PRIVATE else "team"
    return _job(maker, prompt(number), options=options, visibility=visibility)


def _job(
    maker: User, words: str, *, model: str = SCENES, visibility: str = "team", **more: Any
) -> Generation:
    request = ImageRequest(model=model, prompt=words, options=more.get("options", {}))
    asked = Asked(provider="sandbox", requests=(request,), visibility=visibility)
    return submit(maker, asked)[0]


def _work(jobs: list[Generation]) -> None:
    """Drains here until all have ended; a running product may help."""
    mine = Generation.objects.filter(pk__in=[job.pk for job in jobs])
    for _ in range(MOST_TURNS):
        mine.filter(status=Status.QUEUED).update(due_at=timezone.now())  # no waiting after a 429
        drain(idle_s=0)
        if not mine.open().exists():
            return


def _draw_all() -> None:
    """Thumbnails that the last drain left to the next one."""
    for picture in Picture.objects.filter(enlarged_at=None):
        thumbnail_queue.make_now(picture)


_MIDWAY: tuple[str, ...] = (
    Status.QUEUED,
    Status.QUEUED,
    Status.SENDING,
    Status.GENERATING,
    Status.POLLING,
    Status.SAVING,
)


def _held(maker: User, number: int, status: str) -> Generation:
    """A job in mid-flight that no drain touches."""
    job = _job(maker, prompt(80 + number))
    now = timezone.now()
    began = now - timedelta(seconds=7 * (number + 1))
    is_out = status != Status.QUEUED
    Generation.objects.filter(pk=job.pk).update(
        status=status,
        lease_owner="seed",
        lease_until=now + timedelta(days=1),
        due_at=now + timedelta(days=1),
        sent_at=began if is_out else None,
        generating_at=began if is_out else None,
    )
    event_log.record_for(job, status)
    return job
