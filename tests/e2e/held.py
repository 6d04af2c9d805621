"""`python -m tests.e2e.held EMAIL`: a card in every state on that person's strip, held there.

A job cannot be caught in mid-call for long, so these rows are written as they would be then, under
a lease of a day.
"""

from __future__ import annotations

import sys
from datetime import timedelta

import django


def main(email: str) -> None:
    django.setup()
    from django.utils import timezone

    from accounts.models import User
    from generations.models import Generation
    from tests.factories import make_generation

    person = User.objects.get(email=email)
    later = timezone.now() + timedelta(days=1)
    for status, more in STATES:
        job = make_generation(person, status=status, prompt=f"Held while {status}", **more)
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

if __name__ == "__main__":
    main(sys.argv[1])
