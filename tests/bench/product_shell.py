"""The bench's hand inside the product's data folder: a process with Django set up, told by lines.

`python -m tests.bench.product_shell` reads `{"do": verb, …}` from standard input, one a line, and answers
each with a line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any


def people(count: int, sessions: int) -> list[dict[str, Any]]:
    """So many members with a FastAPI.ai key, each signed in so many times."""
    from accounts.keys import key_vault
    from accounts.models import User

    made = []
    for number in range(count):
        email = f"member{number}@example.org"
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, None)
            key_vault.store(
                owner=user, provider="fastapi", label="bench", secret="sk-good-0123456789ab"
            )
        made.append({"id": user.pk, "sessions": [_session(user) for _ in range(sessions)]})
    return made


def submit(user: int, prompts: list[str]) -> float:
    """Jobs for FastAPI.ai through the product's own verb; the moment before the first was asked."""
    from accounts.models import User
    from generations.providers.types import ImageRequest
    from generations.services.jobs.submit import MOST_JOBS, Asked
    from generations.services.jobs.submit import submit as ask

    person = User.objects.get(pk=user)
    requests = [ImageRequest(model=MODEL, prompt=prompt) for prompt in prompts]
    begin = time.time()
    for start in range(0, len(requests), MOST_JOBS):
        ask(person, Asked(provider="fastapi", requests=tuple(requests[start : start + MOST_JOBS])))
    return begin


def hide(user: int) -> int:
    """Makes everything private that this person made; how many that will be."""
    from accounts.models import User
    from generations.services.curation import bulk_runner, selection

    person = User.objects.get(pk=user)
    mine = selection.choose(person, place="library", uids=(), is_all=True, query="person=me")
    return bulk_runner.start(mine, "hide").total


def tally() -> dict[str, int]:
    """How many jobs there are in each state, and how many pictures have both thumbnails or not."""
    from django.db.models import Count

    from generations.models import Generation, Picture

    states = Generation.objects.order_by().values_list("status").annotate(Count("pk"))
    thumbed = Picture.objects.exclude(enlarged_at=None).count()
    bare = Picture.objects.filter(enlarged_at=None).count()
    return {**dict(states), "thumbed": thumbed, "bare": bare}


def outcome(prefix: str) -> list[dict[str, Any]]:
    """Every job whose prompt begins so: its end, and its pictures as they lie on disk."""
    from generations.models import Generation

    jobs = Generation.objects.filter(prompt__startswith=prefix).prefetch_related("pictures")
    return [
        {
            "prompt": job.prompt,
            "status": job.status,
            "finished": _epoch(job.finished_at),
            "pictures": [_picture(picture) for picture in job.pictures.all()],
        }
        for job in jobs
    ]


def event_log(since: int) -> list[tuple[int, float]]:
    """The id and the moment of every line after `since`."""
    from generations.models import Event

    return [
        (pk, at.timestamp())
        for pk, at in Event.objects.filter(pk__gt=since).order_by("pk").values_list("pk", "at")
    ]


def _picture(picture: Any) -> dict[str, Any]:
    from generations.stored import original_files

    path = original_files.original_path(picture.path)
    return {
        "sha256": picture.sha256,
        "is_whole": path.is_file() and path.stat().st_size == picture.bytes,
        "thumbed": _epoch(picture.thumbed_at),
        "enlarged": _epoch(picture.enlarged_at),
    }


def _session(user: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def _epoch(moment: Any) -> float | None:
    return None if moment is None else moment.timestamp()


MODEL = "gpt-image-1"
VERBS: dict[str, Callable[..., Any]] = {
    verb.__name__: verb for verb in (people, submit, hide, tally, outcome, event_log)
}


def main() -> None:
    """Until standard input ends."""
    import django

    django.setup()
    for row in sys.stdin:
        told = json.loads(row)
        print(json.dumps(VERBS[told.pop("do")](**told)), flush=True)


if __name__ == "__main__":
    main()
