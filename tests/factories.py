"""Rows for tests, built directly: people, jobs in any state, pictures. Keywords say what matters."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import ProviderKey, Role, User
from generations.library import index, prompts, words
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


def make_generation(
    requester: User,
    *,
    status: str = Status.DONE,
    prompt: str = "Desert dunes at sunrise",
    provider: str = "fastapi",
    model: str = "gpt-image-1",
    **fields: Any,
) -> Generation:
    """A job as it would look in that state; `fields` replace anything."""
    now = timezone.now()
    values: dict[str, Any] = {
        "model_label": model,
        "created_at": now - timedelta(seconds=20),
        "key_label": "mine",
        "prompt_digest": words.digest(prompt),
        "key_last4": "7c1e",
    }
    if status in (*_STARTED, *_ENDED):
        values["sent_at"] = now - timedelta(seconds=18)
    if status in _ENDED:
        values |= {"finished_at": now, "answered_at": now - timedelta(seconds=1)}
    job = Generation.objects.create(
        requester=requester,
        status=status,
        prompt=prompt,
        provider=provider,
        model=model,
        **(values | fields),
    )
    prompts.of_jobs([job])
    return job


def make_picture(
    owner: User | None = None, *, generation: Generation | None = None, **fields: Any
) -> Picture:
    """A stored picture of a finished job; its file is not made."""
    if generation is None:
        assert owner is not None
        generation = make_generation(owner, visibility=fields.get("visibility", "team"))
    number = Picture.objects.count()
    values: dict[str, Any] = {
        "owner": generation.requester,
        "visibility": generation.visibility,
        "path": f"00/{number}.png",
        "sha256": hashlib.sha256(str(number).encode()).hexdigest(),
        "bytes": 1_600_000,
        "format": "png",
        "width": 1536,
        "height": 1024,
        "position": generation.pictures.count(),
    }
    values |= index.copied_from(generation)
    picture = Picture.objects.create(generation=generation, **(values | fields))
    index.add_new([picture.pk])
    prompts.of_jobs([generation])
    return picture
