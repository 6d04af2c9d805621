"""Rows for tests, built directly: people, jobs in any state, pictures. Keywords say what matters."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import ProviderKey, Role, User
from generations.library.index import index_updates, prompt_history, tokenizer
from generations.models import Generation, Picture, Status

_STARTED = (Status.SENDING, Status.GENERATING, Status.POLLING, Status.SAVING)
_ENDED = (Status.DONE, Status.REFUSED, Status.FAILED, Status.UNKNOWN, Status.CANCELLED)


def make_user(email: str = "alice@example.org", *, role: str = Role.MEMBER, name: str = "") -> User:
    return User.objects.create_user(email, "correct horse", role=role, name=name)


def make_key(owner: User, provider: str = "fastapi", *, label: str = "mine") -> ProviderKey:
    """A usable key whose secret opens nothing."""
    return ProviderKey.objects.create(
        owner=owner, provider=provider, label=label, last4="7c1e", sealed="sealed", is_default=True
    )


def make_generation(requester: User, **fields: Any) -> Generation:
    """A job as it would look in its state, stored and counted."""
    job = draft_generation(requester, **fields)
    job.save(force_insert=True)
    prompt_history.of_jobs([job])
    return job


def make_picture(
    owner: User | None = None, *, generation: Generation | None = None, **fields: Any
) -> Picture:
    """A stored picture of a finished job; its file is not made."""
    job = generation
    if job is None:
        assert owner is not None
        job = draft_generation(owner, visibility=fields.get("visibility", "team"))
        job.save(force_insert=True)
    place = {"number": Picture.objects.count(), "position": job.pictures.count()}
    picture = draft_picture(job, **(place | fields))
    picture.save(force_insert=True)
    index_updates.add_new([picture.pk])
    prompt_history.of_jobs([job])
    return picture


def make_pictures(owner: User, count: int) -> list[Picture]:
    """So many of them, a job each."""
    jobs = [draft_generation(owner) for _ in range(count)]
    pictures = [draft_picture(job, number=number) for number, job in enumerate(jobs)]
    return store(jobs, pictures)


def store(jobs: list[Generation], pictures: list[Picture]) -> list[Picture]:
    """Drafts at once, as if they had been made one after the other: hundreds in no time."""
    Generation.objects.bulk_create(jobs, batch_size=100)
    Picture.objects.bulk_create(pictures, batch_size=100)
    index_updates.add_new([picture.pk for picture in pictures])
    prompt_history.of_jobs(jobs)
    return pictures


def draft_generation(
    requester: User,
    *,
    status: str = Status.DONE,
    prompt: str = "Desert dunes at sunrise",
    provider: str = "fastapi",
    model: str = "gpt-image-1",
    **fields: Any,
) -> Generation:
    """Not stored yet. `fields` replace anything."""
    now = timezone.now()
    values: dict[str, Any] = {
        "model_label": model,
        "created_at": now - timedelta(seconds=20),
        "key_label": "mine",
        "prompt_digest": tokenizer.digest(prompt),
        "key_last4": "7c1e",
    }
    if status in (*_STARTED, *_ENDED):
        values["sent_at"] = now - timedelta(seconds=18)
    if status in _ENDED:
        values |= {"finished_at": now, "answered_at": now - timedelta(seconds=1)}
    return Generation(
        requester=requester,
        status=status,
        prompt=prompt,
        provider=provider,
        model=model,
        **(values | fields),
    )


def draft_picture(
    generation: Generation, *, number: int, position: int = 0, **fields: Any
) -> Picture:
    """Not stored yet; `number` makes its file another one."""
    values: dict[str, Any] = {
        "owner": generation.requester,
        "visibility": generation.visibility,
        "path": f"00/{number}.png",
        "sha256": hashlib.sha256(str(number).encode()).hexdigest(),
        "bytes": 1_600_000,
        "format": "png",
        "width": 1536,
        "height": 1024,
        "position": position,
    }
    values |= index_updates.copied_from(generation)
    return Picture(generation=generation, **(values | fields))
