"""`python -m tests.shots.busy_team`: what an admin of a busy team looks at, written as rows."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import django

WORK = (  # who, router, model, dollars, how its cost is known, how many a day
    ("alice", "fastapi", "gpt-image-1", "0.167", "actual", 9),
    ("bob", "fastrouter", "google/imagen-4", "0.04", "actual", 14),
    ("bob", "openrouter", "bytedance-seed/seedream-4.5", "0.03", "estimated", 7),
    ("charlie", "imagerouter", "black-forest-labs/FLUX-1.1-pro", "0.04", "actual", 11),
    ("charlie", "fastapi", "gpt-image-1-mini", None, "unknown", 2),
)
TROUBLES = (("refused", "content_refused"), ("failed", "rate_limited"), ("unknown", "timeout"))
BYTES = 1_850_000


def main() -> None:
    """A month of jobs, and one of everything the admins' pages can show."""
    django.setup()
    from tests.seed.people import team

    people = team()
    _month(people)
    _key(people)
    _people(people)
    _rules(people)


def _month(people) -> None:
    """Weekdays busier than weekends, prices known, estimated and not told."""
    from django.utils import timezone

    from tests.factories import make_generation, make_picture

    now = timezone.now()
    for back in range(now.day + 8):
        at = now - timedelta(days=back, minutes=11)
        share = (1.0, 1.2, 0.9, 1.1, 0.8, 0.2, 0.1)[at.weekday()]
        for who, router, model, usd, kind, most in WORK:
            for number in range(round(most * share)):
                job = make_generation(
                    people[who],
                    provider=router,
                    model=model,
                    cost_usd=Decimal(usd) if usd else None,
                    cost_kind=kind,
                    created_at=at - timedelta(seconds=6 + number * 3),
                    sent_at=at - timedelta(seconds=5 + number * 3),
                    finished_at=at,
                )
                make_picture(generation=job, created_at=at, bytes=BYTES + number * 40_000)
        status, code = TROUBLES[back % 3]
        make_generation(people["bob"], status=status, code=code, finished_at=at, created_at=at)


def _key(people) -> None:
    from accounts.models import ProviderKey
    from generations.models import Generation

    key = ProviderKey.objects.get(owner=people["alice"], provider="fastapi")
    ProviderKey.objects.filter(pk=key.pk).update(share="everyone")
    Generation.objects.filter(provider="fastapi").update(key=key)
    rejected = ProviderKey.objects.filter(owner=people["alice"], provider="imagerouter")
    rejected.update(status="rejected", last_error="401: this key was deleted")


def _people(people) -> None:
    from django.utils import timezone

    from accounts.models import Invitation, User
    from accounts.people import invitations
    from generations.models import Collection

    invite = {"days": 7, "by": people["alice"]}
    invitations.invite(["noor@northlight.studio"], role="member", **invite)
    invitations.invite(["press@agency-kolibri.example"], role="viewer", **invite)
    Invitation.objects.filter(role="viewer").update(expires_at=timezone.now() - timedelta(days=2))
    Collection.objects.create(owner=people["bob"], name="Harbour studies")
    seen = (("bob", 4), ("charlie", 70))
    for who, minutes in seen:
        moment = timezone.now() - timedelta(minutes=minutes)
        User.objects.filter(pk=people[who].pk).update(last_seen_at=moment)


def _rules(people) -> None:
    from accounts.models import Limit, Notice
    from generations import offers
    from generations.models import Offer

    Limit.objects.create(role="member", per_day=200, at_once=10, most_quality="high")
    Limit.objects.create(person=people["bob"], per_day=40, models_text="sandbox:*\nfastapi:gpt-*")
    for model in list(offers.specs_of("fastapi"))[:2]:
        Offer.objects.update_or_create(
            provider="fastapi", model=model, defaults={"is_waiting": True}
        )
    Notice.objects.create(
        kind="announcement", title="Back in ten minutes at 18:00", author=people["alice"]
    )


if __name__ == "__main__":
    main()
