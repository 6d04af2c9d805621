"""Where a moment lies among the ids of pictures, so that a search by date need not read their rows.

Ids follow `created_at` but for pictures that were kept at the same time, or while a clock was set:
two that are more than LATE apart are in order, or more than every night finds (clock.py). What a
clock that was set by more did since, the FEW pictures tell that are nearest. Around a moment there
is thus a short stretch of ids, empty as a rule, in which each has to be asked for its `created_at`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection

from generations.library import clock
from generations.models import Picture

LATE = timedelta(days=1)
FEW = 500  # pictures that are looked at each by itself
_MOMENT = timedelta(microseconds=1)
_NEVER, _EVER = (datetime(year, 1, 1, tzinfo=UTC) for year in (2, 9998))
_END = 2**63  # above every id


@dataclass(frozen=True, slots=True)
class Cut:
    """Below `maybe` every picture came before the moment; from `surely` on every one came later."""

    maybe: int
    surely: int


@dataclass(frozen=True, kw_only=True)
class Span:
    """From one moment on, up to another and not including it; either may be missing."""

    since: datetime | None
    until: datetime | None

    @cached_property
    def start(self) -> Cut:
        return cut_at(self.since) if self.since else Cut(0, 0)

    @cached_property
    def end(self) -> Cut:
        return cut_at(self.until) if self.until else Cut(_END, _END)

    def where(self, place: str) -> tuple[list[str], list[Any]]:
        """SQL conditions, with their values, for the picture whose id `place` names."""
        parts: list[str] = []
        values: list[Any] = []
        if self.since is not None:
            _add(parts, values, place, (">=", self.start.maybe, self.start.surely, self.since))
        if self.until is not None:
            _add(parts, values, place, ("<", self.end.surely, self.end.maybe, self.until))
        return parts, values

    def count(self, ids: Iterable[int]) -> int:
        """How many of these pictures are from then."""
        found = sorted(ids)
        found = found[bisect_left(found, self.start.maybe) : bisect_left(found, self.end.surely)]
        sure = bisect_left(found, self.start.surely), bisect_left(found, self.end.maybe)
        unsure = {*found[: sure[0]], *found[max(sure) :]}
        return len(found) - len(unsure) + (self._asked(unsure) if unsure else 0)

    def _asked(self, ids: set[int]) -> int:
        rows = Picture.objects.filter(pk__in=ids)
        rows = rows.filter(created_at__gte=self.since) if self.since else rows
        return (rows.filter(created_at__lt=self.until) if self.until else rows).count()


def _add(
    parts: list[str], values: list[Any], place: str, bound: tuple[str, int, int, datetime]
) -> None:
    """`bound`: which side, the id from which on it may be, the one from which on it is, when."""
    side, maybe, surely, moment = bound
    parts.append(f"{place} {side} %s")
    values.append(maybe)
    if maybe != surely:
        parts.append(f"({place} {side} %s OR {_created(place)} {side} %s)")
        values += [surely, connection.ops.adapt_datetimefield_value(moment)]


def cut_at(moment: datetime) -> Cut:
    """By the two pictures nearest to the moment: another that came out of order is at most LATE
    from them."""
    later, earlier = _nearest(moment)
    late = max(LATE, clock.disorder())
    end = later + late + _MOMENT if later else moment
    begin = earlier - late if earlier else moment
    after, before = _look("min(id + 0)", moment, end, "max(id + 0)", begin, moment)
    if after is None:
        after = (before or 0) + 1
    cut = Cut(after, after if before is None else max(after, before + 1))
    return _with_strays(cut, begin, end)


def _with_strays(cut: Cut, begin: datetime, end: datetime) -> Cut:
    """Wider by what came yet further out of order: among those later than `end`, or with an id
    below; and among those earlier than `begin`, or with an id above."""
    rows = f"SELECT id, created_at FROM {Picture._meta.db_table}"
    few = [
        f"{rows} WHERE created_at >= %s ORDER BY created_at",
        f"{rows} WHERE id < %s ORDER BY id DESC",
        f"{rows} WHERE created_at < %s ORDER BY created_at DESC",
        f"{rows} WHERE id >= %s ORDER BY id DESC",
    ]
    parts = [f"SELECT * FROM ({each} LIMIT {FEW}) AS few{n}" for n, each in enumerate(few)]
    ask = (
        "SELECT min(CASE WHEN created_at >= %s THEN id END),"
        " max(CASE WHEN created_at < %s THEN id END)"
        f" FROM ({' UNION ALL '.join(parts)}) AS strays"
    )
    start, stop = (connection.ops.adapt_datetimefield_value(each) for each in (begin, end))
    with connection.cursor() as cursor:
        cursor.execute(ask, [stop, start, stop, cut.maybe, start, cut.surely])
        low, high = cursor.fetchone()
    return Cut(min(cut.maybe, low or cut.maybe), max(cut.surely, (high or 0) + 1))


def _nearest(moment: datetime) -> list[datetime | None]:
    """When the next picture from then on came, and the last one before."""
    found = _look("min(created_at)", moment, _EVER, "max(created_at)", _NEVER, moment)
    if connection.vendor == "sqlite":  # keeps moments as text
        read = connection.ops.convert_datetimefield_value  # type: ignore[attr-defined]
        return [read(at, None, connection) for at in found]
    return found


def _look(*asked: Any) -> list[Any]:
    """Of both stretches of time what is asked, by the index of moments: + 0 keeps PostgreSQL from
    walking up the ids."""
    first, start, end, second, *times = asked
    rows = f"FROM {Picture._meta.db_table} WHERE created_at >= %s AND created_at < %s"
    values = [connection.ops.adapt_datetimefield_value(each) for each in (start, end, *times)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT {first} {rows}), (SELECT {second} {rows})", values)
        return list(cursor.fetchone())


def _created(place: str) -> str:
    table = Picture._meta.db_table
    return f"(SELECT {table}.created_at FROM {table} WHERE {table}.id = {place})"
