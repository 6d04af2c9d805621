"""Where a moment lies among the ids of pictures, so that a search by date need not read their rows.

Ids follow `created_at` but for pictures that were kept at the same time, or while a clock was set:
two that are more than LATE apart are always in order. Around a moment there is thus a short stretch
of ids, empty as a rule, in which each picture has to be asked for its own `created_at`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max, Min

from generations.models import Picture

LATE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cut:
    """Below `maybe` every picture came before the moment; from `surely` on every one came later."""

    maybe: int
    surely: int


def since(moment: datetime, place: str) -> tuple[str, list[Any]]:
    """The SQL condition, with its values, that the picture with the id `place` came then or later."""
    cut = cut_at(moment)
    if cut.maybe == cut.surely:
        return f"{place} >= %s", [cut.maybe]
    asked = f"{place} >= %s AND ({place} >= %s OR {_created(place)} >= %s)"
    return asked, [cut.maybe, cut.surely, _adapted(moment)]


def until(moment: datetime, place: str) -> tuple[str, list[Any]]:
    """The same for a picture that came before."""
    cut = cut_at(moment)
    if cut.maybe == cut.surely:
        return f"{place} < %s", [cut.surely]
    asked = f"{place} < %s AND ({place} < %s OR {_created(place)} < %s)"
    return asked, [cut.surely, cut.maybe, _adapted(moment)]


def cut_at(moment: datetime) -> Cut:
    rows = Picture.objects.order_by()
    later = rows.filter(created_at__gte=moment)
    after = later.filter(created_at__lt=moment + LATE).aggregate(least=Min("pk"))["least"]
    earlier = rows.filter(created_at__lt=moment, created_at__gte=moment - LATE)
    before = earlier.aggregate(most=Max("pk"))["most"]
    if after is None and before is None:
        return _in_a_gap(later.order_by("created_at").values_list("created_at", flat=True).first())
    if before is None or (after is not None and after > before):
        return Cut(after, after)
    return Cut(before + 1 if after is None else after, before + 1)


def _in_a_gap(next_one: datetime | None) -> Cut:
    """Nothing near the moment: the cut is where the next pictures begin, or behind the last one."""
    if next_one is not None:
        return cut_at(next_one)
    end = (Picture.objects.aggregate(most=Max("pk"))["most"] or 0) + 1
    return Cut(end, end)


def _created(place: str) -> str:
    table = Picture._meta.db_table
    return f"(SELECT {table}.created_at FROM {table} WHERE {table}.id = {place})"


def _adapted(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
