"""What the team used in a month: the figures behind the usage page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import models
from django.utils import timezone

from accounts.models import User
from generations.models import CostKind, DayTally, Generation, Status, TallyKind
from generations.services.insight import daily_counts
from generations.services.insight.daily_counts import Sum

BATCH = 1000
_MONEY = ("jobs", "cost_usd", "estimated_usd", "unpriced")
Job = tuple[
    str, str, str, str, str, str, datetime, datetime | None, datetime | None, Decimal | None, str
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    first: date
    days: dict[date, dict[tuple[str, str], Sum]]
    sums: dict[tuple[str, str], Sum]

    @property
    def whole(self) -> Sum:
        return self.sums.get((TallyKind.ALL, ""), Sum())

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    def by(self, kind: str) -> list[tuple[str, Sum]]:
        """Names of that kind with their sums, the dearest first, then the busiest."""
        found = [(name, part) for (each, name), part in self.sums.items() if each == kind]
        return sorted(found, key=lambda pair: (-pair[1].cost_usd, -pair[1].jobs, pair[0]))


def month(first: date) -> Month:
    """Everything that ended in the month that begins on `first`."""
    days = daily_counts.of_days(first, end_of(first))
    return Month(first=first, days=days, sums=daily_counts.total(days.values()))


def pictures_of(first: date) -> int:
    """Pictures of a month that is over, from its closed days."""
    days = DayTally.objects.filter(kind=TallyKind.ALL, day__gte=first, day__lte=end_of(first))
    return int(days.aggregate(made=models.Sum("pictures"))["made"] or 0)


def end_of(first: date) -> date:
    """The month's last day."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def before(first: date) -> date:
    """The month before."""
    return (first - timedelta(days=1)).replace(day=1)


def months() -> list[date]:
    """Every month since the first job, newest first; at least this one."""
    this = this_month()
    oldest = Generation.objects.order_by("pk").values_list("created_at", flat=True).first()
    start = timezone.localdate(oldest, daily_counts.team_zone()).replace(day=1) if oldest else this
    found = [this]
    while found[-1] > start and len(found) < 60:
        found.append(before(found[-1]))
    return found


def this_month() -> date:
    """The first day of the team's month."""
    return daily_counts.today().replace(day=1)


def by_person(first: date) -> dict[int, Sum]:
    """What each person's jobs came to in the month that begins on `first`; jobs and money only."""
    days = list(daily_counts.days(first, min(end_of(first), daily_counts.today())))
    closed = [day for day in days if daily_counts.is_closed(day)]
    found = _closed_by_person(closed) if closed else {}
    still_open = days[len(closed) :]
    for person, part in _open_by_person(still_open) if still_open else ():
        found.setdefault(person, Sum()).add(part)
    return found


def _closed_by_person(days: list[date]) -> dict[int, Sum]:
    kept = DayTally.objects.filter(day__gte=days[0], day__lte=days[-1]).order_by()
    if kept.filter(kind=TallyKind.ALL).count() < len(days):
        daily_counts.of_days(days[0], days[-1])
    rows = kept.filter(kind=TallyKind.PERSON).values_list("name")
    sums = rows.annotate(*(models.Sum(field) for field in _MONEY))
    return {
        int(name): Sum(jobs=jobs, cost_usd=cost, estimated_usd=estimated, unpriced=unpriced)
        for name, jobs, cost, estimated, unpriced in sums
    }


def _open_by_person(days: list[date]) -> Iterator[tuple[int, Sum]]:
    """Counted live, in one query."""
    start, end = daily_counts.bounds(days[0], days[-1])
    rows = Generation.objects.filter(finished_at__gte=start, finished_at__lt=end).order_by()
    guessed = models.Q(cost_kind=CostKind.ESTIMATED)
    untold = models.Q(sent_at__isnull=False, cost_usd=None)
    for person, jobs, cost, estimated, unpriced in rows.values_list("requester").annotate(
        ended=models.Count("pk"),
        known=models.Sum("cost_usd", default=Decimal(0)),
        guessed=models.Sum("cost_usd", default=Decimal(0), filter=guessed),
        untold=models.Count("pk", filter=untold),
    ):
        yield person, Sum(jobs=jobs, cost_usd=cost, estimated_usd=estimated, unpriced=unpriced)


def names_of_people(names: list[str]) -> dict[str, str]:
    """Person id -> name."""
    people = User.objects.filter(pk__in=[int(name) for name in names])
    return {str(person.pk): person.display_name for person in people}


def jobs_of(first: date) -> Iterator[Job]:
    """Every job that ended in the month, without words or pictures; read in batches by id."""
    start, end = daily_counts.bounds(first, end_of(first))
    rows = Generation.objects.filter(finished_at__gte=start, finished_at__lt=end).order_by("pk")
    last = 0
    while batch := list(
        rows.filter(pk__gt=last).select_related("requester").defer("prompt", "spec")[:BATCH]
    ):
        last = batch[-1].pk
        for job in batch:
            yield _job(job)


def _job(job: Generation) -> Job:
    return (
        str(job.uid),
        job.requester.email,
        job.provider,
        job.model,
        Status(job.status).label,
        job.code,
        job.created_at,
        job.sent_at,
        job.finished_at,
        job.cost_usd,
        job.cost_kind,
    )
