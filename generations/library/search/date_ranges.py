"""Where a moment lies among the ids of pictures, so that a search by date need not read their rows.

Ids follow `created_at` but for pictures that were kept at the same time, or while a clock was set:
two that are more than LATE apart are in order, or more than every night finds (picture_time_order.py). What a
clock that was set by more did since, the FEW pictures tell that are nearest. Around a moment there
is thus a short stretch of ids, empty as a rule, in which each has to be asked for its `created_at`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection

from generations.models import Disorder, Picture

LATE = timedelta(days=1)
FEW = 500  # pictures that are looked at each by itself
_MOMENT = timedelta(microseconds=1)
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
    """By the two pictures nearest to the moment: another that came out of order is at most `late`
    from them, or one of the FEW."""
    later, earlier, disorder = _nearest(moment)
    late = max(LATE, timedelta(seconds=disorder or 0))
    end = later + late + _MOMENT if later else moment
    begin = earlier - late if earlier else moment
    after, before, low, high = _around(moment, begin, end)
    first = (before or 0) + 1 if after is None else after
    surely = max(first, (before or 0) + 1, (high or 0) + 1)
    return Cut(min(first, low or first), surely)


def _nearest(moment: datetime) -> tuple[datetime | None, datetime | None, float | None]:
    """When the next picture from then on came, and the last one before; and what the night found."""
    table = Picture._meta.db_table
    ask = (
        f"SELECT (SELECT min(created_at) FROM {table} WHERE created_at >= %s),"
        f" (SELECT max(created_at) FROM {table} WHERE created_at < %s),"
        f" (SELECT max(seconds) FROM {Disorder._meta.db_table})"
    )
    later, earlier, disorder = _asked(ask, [moment, moment])
    if connection.vendor == "sqlite":  # keeps moments as text
        read = connection.ops.convert_datetimefield_value  # type: ignore[attr-defined]
        later, earlier = (read(at, None, connection) for at in (later, earlier))
    return later, earlier, disorder


def _around(moment: datetime, begin: datetime, end: datetime) -> Sequence[int | None]:
    """The first id from the moment up to `end`, the last from `begin` up to it; and of what came
    yet further out of order the first id that is later than `end`, the last that is before `begin`.

    Looked at are the FEW on either side of both. + 0 keeps PostgreSQL from walking up the ids.
    """
    rows = f"SELECT id, created_at FROM {Picture._meta.db_table}"
    few = [
        f"{rows} WHERE created_at >= %s ORDER BY created_at",
        f"{rows} WHERE id < coalesce((SELECT after_id FROM near), {_END - 1}) ORDER BY id DESC",
        f"{rows} WHERE created_at < %s ORDER BY created_at DESC",
        f"{rows} ORDER BY id DESC",
    ]
    strays = " UNION ALL ".join(
        f"SELECT * FROM ({each} LIMIT {FEW}) AS few_{number}" for number, each in enumerate(few)
    )
    within = f"FROM ({rows} WHERE created_at >= %s AND created_at < %s) AS known"
    ask = (
        f"WITH near AS (SELECT (SELECT min(id + 0) {within}) AS after_id,"
        f" (SELECT max(id + 0) {within}) AS before_id)"
        " SELECT after_id, before_id, low, high FROM near,"
        " (SELECT min(CASE WHEN created_at >= %s THEN id END) AS low,"
        f" max(CASE WHEN created_at < %s THEN id END) AS high FROM ({strays}) AS far) AS told"
    )
    told: tuple[int | None, ...] = _asked(ask, [moment, end, begin, moment, end, begin, end, begin])
    return told


def _asked(ask: str, moments: Sequence[datetime]) -> Any:
    values = [connection.ops.adapt_datetimefield_value(each) for each in moments]
    with connection.cursor() as cursor:
        cursor.execute(ask, values)
        return cursor.fetchone()


def _created(place: str) -> str:
    table = Picture._meta.db_table
    return f"(SELECT {table}.created_at FROM {table} WHERE {table}.id = {place})"
