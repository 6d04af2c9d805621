"""A stretch of the gallery: the tiles of a search from some place on, and the way to the next ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlencode

from django.utils import timezone

from generations.library import search
from generations.library.search import Search
from generations.models import Picture
from generations.web import cards, found_jobs, tiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a list a stretch begins."""

    past: int | None = None  # the id before its first picture
    day: date | None = None  # the last heading above
    month: str = ""  # jumped to, YYYY-MM

    @property
    def is_start(self) -> bool:
        return self.past is None


def place_of(asked: Search, address: Mapping[str, str]) -> Place:
    """From `past` and `day` (endless list) or `at` (a jump) of an address; nonsense is the start."""
    month = address.get("at", "") if asked.order != "hand" else ""
    moment = _edge_of(month, asked.order)
    if moment:
        return Place(past=search.place_of(asked, moment), month=month)
    return Place(past=_number(address.get("past", "")), day=_day(address.get("day", "")))


def stretch(asked: Search, place: Place) -> dict[str, object]:
    """What the gallery's templates print; `more` is the address of the next stretch."""
    if asked.is_of_jobs:
        return found_jobs.stretch(asked, place.past)
    ids = search.find(asked, most=tiles.PAGE + 1, past=place.past)
    page_of = tiles.pictures_of(asked.user, ids[: tiles.PAGE])
    items = tiles.items_of(
        page_of,
        asked.user,
        after=place.day,
        query=asked.query,
        with_days=asked.order != "hand",
    )
    return {
        "items_html": cards.items_html(items),
        "more": _more(asked, page_of) if len(ids) > tiles.PAGE and page_of else "",
        "newest": _newest(asked, place, page_of),
    }


def _newest(asked: Search, place: Place, shown: list[Picture]) -> int:
    """The highest id that is found: what is above it later is new, wherever the list begins."""
    if place.is_start and asked.order == "newest":
        return shown[0].pk if shown else 0
    return next(iter(search.find(asked, most=1, backwards=asked.order == "oldest")), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year of the timeline and its months, in the list's order."""

    name: str
    months: tuple[tuple[str, str, str], ...]  # YYYY-MM, its name, address


def timeline(asked: Search) -> list[Year]:
    """Every month between the first and the last picture of what is found by date."""
    if asked.is_of_jobs or asked.order == "hand":
        return []
    ends = Picture.objects.filter(pk__in=search.ends(asked)).values_list("created_at", flat=True)
    days = sorted(timezone.localtime(moment).date() for moment in ends)
    if not days or (days[0].year, days[0].month) == (days[-1].year, days[-1].month):
        return []
    months = _months(days[0], days[-1])
    if asked.order == "newest":
        months.reverse()
    years: dict[int, list[tuple[str, str, str]]] = {}
    for first in months:
        told = f"{first:%Y-%m}"
        url = "?" + _joined(asked.query, {"at": told})
        years.setdefault(first.year, []).append((told, f"{first:%B}", url))
    return [Year(name=str(year), months=tuple(of)) for year, of in years.items()]


def _more(asked: Search, shown: list[Picture]) -> str:
    last = shown[-1]
    return _joined(asked.query, {"past": str(last.pk), "day": tiles.day_of(last).isoformat()})


def _joined(query: str, more: dict[str, str]) -> str:
    return "&".join(part for part in (query, urlencode(more)) if part)


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    numbers = range(first.month - 1, first.month - 1 + count)
    return [date(first.year + number // 12, number % 12 + 1, 1) for number in numbers]


def _edge_of(month: str, order: str) -> datetime | None:
    """The end of a month where the list goes back in time, its beginning where it goes forward."""
    first = _day(f"{month}-01")
    if first is None or not 1970 <= first.year <= 9000:
        return None
    start = _months(first, first.replace(year=first.year + 1))[1] if order == "newest" else first
    return timezone.make_aware(datetime.combine(start, time.min))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
