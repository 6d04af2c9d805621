"""Who paid with a key, when, and how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Max, Q, Sum

from accounts.models import ProviderKey, User
from generations.models import CostKind, Generation


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    person: User
    jobs: int  # sent
    cost_usd: Decimal | None  # what is known of it
    estimated_usd: Decimal  # part of that
    unpriced: int  # jobs whose cost nobody told
    last_at: datetime | None


def uses_of(key: ProviderKey) -> list[Use]:
    """One row a person, the dearest first. Two queries, the first from an index alone."""
    sent = Generation.objects.filter(key=key, sent_at__isnull=False).order_by()
    rows = list(
        sent.values("requester").annotate(
            jobs=Count("requester"),
            priced=Count("cost_usd"),
            cost=Sum("cost_usd"),
            estimated=Sum("cost_usd", default=Decimal(0), filter=Q(cost_kind=CostKind.ESTIMATED)),
            last=Max("sent_at"),
        )
    )
    people = User.objects.in_bulk([row["requester"] for row in rows])
    uses = [
        Use(
            person=people[row["requester"]],
            jobs=row["jobs"],
            cost_usd=row["cost"],
            estimated_usd=row["estimated"],
            unpriced=row["jobs"] - row["priced"],
            last_at=row["last"],
        )
        for row in rows
    ]
    return sorted(uses, key=lambda use: (-(use.cost_usd or 0), -use.jobs))


def people_count(keys: Iterable[ProviderKey]) -> dict[int, int]:
    """How many people paid with each of these keys."""
    rows = Generation.objects.filter(key__in=list(keys), sent_at__isnull=False).order_by()
    counted = rows.values("key").annotate(people=Count("requester", distinct=True))
    return dict(counted.values_list("key", "people"))
