"""`python -m tests.e2e.job_in_every_state EMAIL`: a card in every state on that person's strip, held there.

A job cannot be caught in mid-call for long, so these rows are written as they would be then, under
a lease of a day.
"""

from __future__ import annotations

import sys
from datetime import timedelta

import django


def main(email: str) -> None:
    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from accounts.models import User
    from generations.models import Generation
    from tests.factories import make_generation

    person = User.objects.get(email=email)
    later = timezone.now() + timedelta(days=1)
    for status, more in STATES:
        with transaction.atomic():  # the worker never sees one that is not held
            job = make_generation(person, status=status, prompt=PROMPTS[status], **more)
            Generation.objects.filter(pk=job.pk).update(
                lease_owner="held", lease_until=later, due_at=later
            )


STATES = [
    ("queued", {}),
    ("sending", {}),
    ("generating", {}),
    ("polling", {"provider": "fastrouter", "model": "leonardo-ai/phoenix"}),
    ("saving", {}),
    ("refused", {"code": "content_refused", "http_status": 400, "message": "Not this, please"}),
    ("failed", {"code": "key_rejected", "http_status": 401}),
    ("unknown", {"code": "connection_lost", "may_have_charged": True}),
    ("cancelled", {}),
]
PROMPTS = {
    "queued": "Coastal road seen from above, early fog, muted palette",
    "sending": "Still life with a blue vase, window light from the left",
    "generating": "Poster lettering “Night market” in hand-cut paper",
    "polling": "Portrait of a heron in tall grass, overcast",
    "saving": "Isometric town at noon, pale colours",
    "refused": "Crowd at a concert, faces of famous people",
    "failed": "Snow range under a clear sky, telephoto",
    "unknown": "Rain on a window at night, neon behind it",
    "cancelled": "Woven cloth in ochre and indigo, macro",
}

if __name__ == "__main__":
    main(sys.argv[1])
