"""A process with the product's settings that asks for pictures and reads rows, line by line.

`python -m tests.faults.product_shell` takes one JSON object a line on standard input and answers with one.
"""

from __future__ import annotations

import json
import sys
from typing import Any

EMAIL = "alice@example.org"
ROUTERS = ("fastrouter", "fastapi", "imagerouter", "openrouter")


def people() -> None:
    """Alice and her keys."""
    from accounts.keys import key_vault
    from accounts.models import Role, User

    alice = User.objects.create_user(EMAIL, "correct horse", role=Role.MEMBER)
    for slug in ROUTERS:
        key_vault.store(
            owner=alice, provider=slug, label="mine", secret=f"sk-good-{slug}-0123456789"
        )


def ask(provider: str, model: str, prompts: list[str], options: dict[str, Any]) -> None:
    """One job for each prompt, through submit()."""
    from accounts.models import User
    from generations.providers.types import ImageRequest
    from generations.services.jobs.submit import MOST_JOBS, Asked, submit

    alice = User.objects.get(email=EMAIL)
    for begin in range(0, len(prompts), MOST_JOBS):
        requests = tuple(
            ImageRequest(model=model, prompt=prompt, options=options)
            for prompt in prompts[begin : begin + MOST_JOBS]
        )
        submit(alice, Asked(provider=provider, requests=requests))


def rows() -> list[dict[str, Any]]:
    """Every job as it is now."""
    from generations.models import Generation

    jobs = Generation.objects.order_by("id").prefetch_related("pictures", "attempts")
    return [_row(job) for job in jobs]


def session() -> str:
    """The cookie of a browser in which Alice is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from accounts.models import User

    alice = User.objects.get(email=EMAIL)
    store = SessionStore()
    store[SESSION_KEY] = str(alice.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = alice.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def _row(job: Any) -> dict[str, Any]:
    return {
        "uid": str(job.uid),
        "prompt": job.prompt,
        "status": job.status,
        "code": job.code,
        "message": job.message,
        "posts": job.posts,
        "attempts": len(job.attempts.all()),
        "charged": job.may_have_charged,
        "previews": job.previews,
        "reference": job.reference,
        "finished": job.finished_at.timestamp() if job.finished_at else None,
        "pictures": [_picture(picture) for picture in job.pictures.all()],
    }


def _picture(picture: Any) -> dict[str, Any]:
    from generations.stored.original_files import original_path, thumb_path

    thumbs = [thumb_path(picture.path, size) for size in ("small", "large")]
    return {
        "path": str(original_path(picture.path)),
        "is_thumbed": bool(picture.thumbed_at) and all(thumb.exists() for thumb in thumbs),
    }


def main() -> None:
    """Answers until standard input ends."""
    import django

    django.setup()
    verbs = {"people": people, "ask": ask, "rows": rows, "session": session}
    for line in sys.stdin:
        told = json.loads(line)
        answer = verbs[told.pop("do")](**told)  # type: ignore[operator]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
