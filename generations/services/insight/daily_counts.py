"""Counts a day's ended jobs. A closed day is counted once and kept; an open one counted live.

Days are the team's, whoever looks: a request runs in its reader's time zone. Times stand on a scale
of 5 % steps, so that a month's median and 95th percentile come from sums.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from generations.models import CostKind, DayTally, Generation, Picture, Status, TallyKind

STEP = math.log(1.05)
SLACK = timedelta(hours=1)  # pictures may still turn out to be waste for that long
Name = tuple[str, str]  # kind, name
_SUMS = (
    *("jobs", "troubled", "pictures", "cost_usd", "estimated_usd"),
    *("unpriced", "wasted", "wasted_usd"),
)
_TROUBLE = (Status.REFUSED, Status.FAILED, Status.UNKNOWN)
_READ = (
    "pk",
    "requester_id",
    "provider",
    "model",
    "status",
    "code",
    "cost_usd",
    "cost_kind",
    "sent_at",
    "created_at",
    "finished_at",
    "erased",
    "erased_soon",
)


@dataclass(slots=True)
class Sum:
    """What some jobs came to."""

    jobs: int = 0
    troubled: int = 0
    pictures: int = 0
    cost_usd: Decimal = Decimal(0)  # what is known: told by the routers, or estimated
    estimated_usd: Decimal = Decimal(0)  # part of it
    unpriced: int = 0
    wasted: int = 0
    wasted_usd: Decimal = Decimal(0)
    times: Counter[str] = field(default_factory=Counter)

    def add(self, row: Sum) -> None:
        self.jobs += row.jobs
        self.troubled += row.troubled
        self.pictures += row.pictures
        self.cost_usd += row.cost_usd
        self.estimated_usd += row.estimated_usd
        self.unpriced += row.unpriced
        self.wasted += row.wasted
        self.wasted_usd += row.wasted_usd
        self.times.update(row.times)

    @property
    def known_usd(self) -> Decimal | None:
        """None where jobs were sent and no price of any of them is known: that is not nothing."""
        return None if self.unpriced and not self.cost_usd else self.cost_usd

    def percentile(self, share: float) -> float | None:
        """Seconds from asking to saved that this share of done jobs took at most; ± 2.5 %."""
        total = sum(self.times.values())
        seen = 0
        for step, count in sorted((int(step), count) for step, count in self.times.items()):
            seen += count
            if seen >= share * total:
                return math.exp((step + 0.5) * STEP)
        return None


def of_days(first: date, last: date) -> dict[date, dict[Name, Sum]]:
    """Every day from `first` to `last`, both in; closed days that were never counted are now."""
    last = min(last, today())
    if last < first:
        return {}
    known = _known(first, last)
    for day in days(first, last):
        if day not in known:
            known[day] = _counted(day)
            if is_closed(day):
                _keep(day, known[day])
    return known


def total(days: Iterable[Mapping[Name, Sum]]) -> dict[Name, Sum]:
    """The days added up."""
    sums: dict[Name, Sum] = defaultdict(Sum)
    for day in days:
        for name, part in day.items():
            sums[name].add(part)
    return dict(sums)


def forget(moment: datetime | None) -> None:
    """A job that ended at this moment has changed: its day is counted again when asked for."""
    if moment:
        DayTally.objects.filter(day=timezone.localdate(moment, team_zone())).delete()


def close_days(most: int = 7) -> None:
    """Counts the last closed days, so that nobody waits for it."""
    of_days(today() - timedelta(days=most), today())


def _known(first: date, last: date) -> dict[date, dict[Name, Sum]]:
    known: dict[date, dict[Name, Sum]] = defaultdict(dict)
    rows = DayTally.objects.filter(day__gte=first, day__lte=last)
    for day, kind, name, *sums, times in rows.values_list("day", "kind", "name", *_SUMS, "times"):
        known[day][(kind, name)] = Sum(*sums, Counter(times))  # type: ignore[call-arg]
    return dict(known)


def days(first: date, last: date) -> Iterator[date]:
    """Both in."""
    while first <= last:
        yield first
        first += timedelta(days=1)


def today() -> date:
    """The team's day."""
    return timezone.localdate(timezone=team_zone())


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments from which and before which these days of the team lie."""
    start = timezone.make_aware(datetime.combine(first, time()), team_zone())
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()), team_zone())
    return start, end


def team_zone() -> tzinfo:
    """Of the days that are counted."""
    return timezone.get_default_timezone()


def is_closed(day: date) -> bool:
    """Nothing of it changes any more."""
    return timezone.now() >= bounds(day, day)[1] + SLACK


def _counted(day: date) -> dict[Name, Sum]:
    start, end = bounds(day, day)
    ended = Generation.objects.filter(finished_at__gte=start, finished_at__lt=end)
    made, wasted = _pictures(ended)
    sums: dict[Name, Sum] = defaultdict(Sum)
    sums[(TallyKind.ALL, "")] = Sum()
    for row in ended.values_list(*_READ):
        pk, person, provider, model, status, code, cost, kind, sent, asked, finished, *gone = row
        made[pk] += gone[0]  # pictures deleted for ever were made all the same
        wasted[pk] += gone[1]
        part = Sum(
            jobs=1,
            troubled=int(status in _TROUBLE),
            pictures=made[pk],
            cost_usd=cost or Decimal(0),
            estimated_usd=cost if cost and kind == CostKind.ESTIMATED else Decimal(0),
            unpriced=int(sent is not None and cost is None),
            wasted=wasted[pk],
            wasted_usd=(cost or Decimal(0)) * wasted[pk] / max(1, made[pk]),
        )
        if status == Status.DONE:
            part.times[_step((finished - asked).total_seconds())] = 1
        for name in _names(person, provider, model, status, code):
            sums[name].add(part)
    return dict(sums)


def _names(person: int, provider: str, model: str, status: str, code: str) -> list[Name]:
    names: list[Name] = [
        (TallyKind.ALL, ""),
        (TallyKind.PERSON, str(person)),
        (TallyKind.PROVIDER, provider),
        (TallyKind.MODEL, f"{provider}:{model}"),
        (TallyKind.STATUS, status),
    ]
    return [*names, (TallyKind.CAUSE, code)] if code else names


def _pictures(ended: object) -> tuple[Counter[int], Counter[int]]:
    """Pictures of each job, and those moved to the trash within an hour."""
    wasted = Q(trashed_at__lt=F("created_at") + SLACK)
    rows = (
        Picture.objects.filter(generation__in=ended)  # type: ignore[misc]
        .order_by()
        .values_list("generation_id")
        .annotate(made=Count("pk"), wasted=Count("pk", filter=wasted))
    )
    made: Counter[int] = Counter()
    gone: Counter[int] = Counter()
    for pk, count, lost in rows:
        made[pk], gone[pk] = count, lost
    return made, gone


def _step(seconds: float) -> str:
    return str(math.floor(math.log(max(seconds, 0.01)) / STEP))


def _keep(day: date, sums: Mapping[Name, Sum]) -> None:
    rows = [
        DayTally(
            day=day,
            kind=kind,
            name=name,
            jobs=part.jobs,
            troubled=part.troubled,
            pictures=part.pictures,
            cost_usd=part.cost_usd,
            estimated_usd=part.estimated_usd,
            unpriced=part.unpriced,
            wasted=part.wasted,
            wasted_usd=part.wasted_usd,
            times=dict(part.times),
        )
        for (kind, name), part in sums.items()
    ]
    with transaction.atomic():
        DayTally.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)
