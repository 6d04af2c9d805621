"""`python -m tests.e2e.many_pictures EMAIL NUMBER WORD [OTHER [SIZE]]`: very many finished pictures of that
person, quickly: they share a file. Each tenth is the other person's; SIZE of them make one request.

`python -m tests.e2e.many_pictures`: prints what the event log says left lists, as JSON.
"""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from accounts.models import User
    from generations.models import Generation, Picture

CHUNK = 500


def fill(email: str, number: str, word: str, other: str = "", size: str = "1") -> None:
    from accounts.models import User
    from generations.library.index import index_updates, prompt_history
    from generations.models import Generation, Picture
    from generations.stored import original_files
    from tests.e2e.few_pictures import png

    whose = User.objects.get(email=email)
    people = [User.objects.get(email=other) if other else whose, *[whose] * 9]
    kept = original_files.keep(png(1, word))
    file = {name: getattr(kept, name) for name in ("path", "sha256", "bytes", "width", "height")}
    batch = uuid.uuid4()
    for start in range(0, int(number), CHUNK):
        jobs = []
        for each in range(start, min(int(number), start + CHUNK)):
            batch = batch if each % int(size) else uuid.uuid4()
            jobs.append(_job(people[each % len(people)], f"{word} {each + 1}", batch))
        Generation.objects.bulk_create(jobs)
        made = Picture.objects.bulk_create([_picture(job, file) for job in jobs])
        index_updates.add_new([picture.pk for picture in made])
        prompt_history.of_jobs(jobs)


def _job(person: User, prompt: str, batch: uuid.UUID) -> Generation:
    from django.utils import timezone

    from generations.library.index import tokenizer
    from generations.models import Generation

    now = timezone.now()
    return Generation(
        requester=person,
        status="done",
        batch=batch,
        prompt=prompt,
        prompt_digest=tokenizer.digest(prompt),
        provider="fastapi",
        model="gpt-image-1",
        model_label="gpt-image-1",
        created_at=now - timedelta(seconds=20),
        finished_at=now,
    )


def _picture(job: Generation, file: dict[str, object]) -> Picture:
    from generations.library.index import index_updates
    from generations.models import Picture

    return Picture(
        generation=job,
        owner=job.requester,
        created_at=job.created_at,
        format="png",
        thumb_tries=9,
        **file,
        **index_updates.copied_from(job),
    )


def departed() -> Sequence[tuple[float, list[int]]]:
    """When each line was written, and which pictures it names."""
    from generations.models import Event
    from generations.stored import event_log

    lines = Event.objects.filter(kind="departed").order_by("pk")
    return [(line.at.timestamp(), event_log.unpacked(line.pictures)) for line in lines]


if __name__ == "__main__":
    django.setup()
    if len(sys.argv) > 1:
        fill(*sys.argv[1:])
    else:
        json.dump(departed(), sys.stdout)
