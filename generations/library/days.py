"""Where a moment lies among the ids of pictures, so that a search by date need not read their rows.

Ids follow `created_at` but for pictures that were kept at the same time, or while a clock was set:
two that are more than LATE apart are always in order. Around a moment there is thus a short stretch
of ids, empty as a rule, in which each picture has to be asked for its own `created_at`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection

from generations.models import Picture

LATE = timedelta(days=1)
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
        found = [pk for pk in ids if self.start.maybe <= pk < self.end.surely]
        unsure = {pk for pk in found if pk < self.start.surely or pk >= self.end.maybe}
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
    """Two days on either side are looked at: of a picture in the first of them, another that came
    out of order is at most a day away."""
    near, far = LATE, 2 * LATE
    is_after, after, is_before, before = _ids_of(
        ("min", moment, moment + near),
        ("min", moment, moment + far),
        ("max", moment - near, moment),
        ("max", moment - far, moment),
    )
    after = after if is_after else _next_after(moment)
    before = before if is_before else _last_before(moment)
    if after is None:
        return Cut((before or 0) + 1, (before or 0) + 1)
    return Cut(after, after if before is None else max(after, before + 1))


def _next_after(moment: datetime) -> int | None:
    """The same where there is a gap: from its other side on."""
    later = Picture.objects.filter(created_at__gte=moment).order_by("created_at")
    found = later.values_list("created_at", flat=True).first()
    return _ids_of(("min", found, found + LATE + _MOMENT))[0] if found else None


def _last_before(moment: datetime) -> int | None:
    earlier = Picture.objects.filter(created_at__lt=moment).order_by("-created_at")
    found = earlier.values_list("created_at", flat=True).first()
    return _ids_of(("max", found - LATE, found + _MOMENT))[0] if found else None


def _ids_of(*asked: tuple[str, datetime, datetime]) -> list[int | None]:
    """The lowest or highest id from one moment up to another. By the index of moments: + 0 keeps
    PostgreSQL from walking up the ids."""
    looks, values = [], list[Any]()
    for which, start, end in asked:
        table = Picture._meta.db_table
        looks.append(
            f"(SELECT {which}(id + 0) FROM {table} WHERE created_at >= %s AND created_at < %s)"
        )
        values += map(connection.ops.adapt_datetimefield_value, (start, end))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(looks)}", values)
        return list(cursor.fetchone())


def _created(place: str) -> str:
    table = Picture._meta.db_table
    return f"(SELECT {table}.created_at FROM {table} WHERE {table}.id = {place})"
