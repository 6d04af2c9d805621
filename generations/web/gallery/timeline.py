"""The way through time beside a list: years and months, each a jump."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils import timezone

from generations.library.search.picture_search import Search
from generations.models import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year of the timeline and its months, in the list's order."""

    name: str
    months: tuple[tuple[str, str, str], ...]  # YYYY-MM, its name, address


def years(asked: Search, ends: tuple[int, ...], query: str) -> list[Year]:
    """Every month between the first and the last picture of what is found; `ends` are these two."""
    moments = Picture.objects.filter(pk__in=ends).values_list("created_at", flat=True)
    days = sorted(timezone.localtime(moment).date() for moment in moments)
    if not days or (days[0].year, days[0].month) == (days[-1].year, days[-1].month):
        return []
    months = _months(days[0], days[-1])
    if asked.order == "newest":
        months.reverse()
    found: dict[int, list[tuple[str, str, str]]] = {}
    for first in months:
        told = f"{first:%Y-%m}"
        url = "?" + "&".join(part for part in (query, urlencode({"at": told})) if part)
        found.setdefault(first.year, []).append((told, f"{first:%B}", url))
    return [Year(name=str(year), months=tuple(of)) for year, of in found.items()]


def html(timeline: Sequence[Year], here: str, month: str) -> str:
    """The timeline of the page at `here`, from where one jumped to `month`; empty without one."""
    return _drawn(tuple(timeline), here, month) if timeline else ""


@lru_cache(200)
def _drawn(timeline: tuple[Year, ...], here: str, month: str) -> str:
    context = {"timeline": timeline, "here": here, "month": month}
    return render_to_string("generations/gallery/_timeline.html", context)


def edge_of(month: str, order: str) -> datetime | None:
    """The end of a month where the list goes back in time, its beginning where it goes forward."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return None
    if not 1970 <= first.year <= 9000:
        return None
    after = (first + timedelta(days=32)).replace(day=1)
    return _start_of(after if order == "newest" else first)


def midnight() -> int:
    """When the reader's day ends, in seconds since 1970."""
    return int(_start_of(timezone.localdate() + timedelta(days=1)).timestamp())


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    numbers = range(first.month - 1, first.month - 1 + count)
    return [date(first.year + number // 12, number % 12 + 1, 1) for number in numbers]
