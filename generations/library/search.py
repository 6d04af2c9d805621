"""One search, from the address to the pictures: what is asked, what was not understood, what is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.utils import timezone

from accounts.models import User
from generations.library import facts, filters, match, reading, terms
from generations.library.filters import FILTERS, Condition, NotUnderstood
from generations.library.terms import AllOf, AnyOf, Fact, Term
from generations.models import Picture

COUNTED = 10_000  # above that: "10,000+"
FIELDS = ("person", "model", "provider", "date", "collection", "is", "tag")  # of the form
ORDERS = ("newest", "oldest")
LATE = timedelta(days=1)  # a picture's row follows its created_at by less than that


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One part of a search as it is shown, and the address without it."""

    said: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What one person asks of the library."""

    user: User
    text: str  # of the search box
    fields: Mapping[str, str]  # the form's other fields, where set
    order: str
    conditions: tuple[Condition, ...]
    words: tuple[Term, ...]
    chips: tuple[Chip, ...]
    problems: tuple[str, ...]

    @property
    def is_set(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.conditions or self.words or self.problems)

    @property
    def query(self) -> str:
        """As it stands in the address, after the ?."""
        return _query(self.text, self.fields, self.order)

    @property
    def term(self) -> Term:
        """Everything the index is asked, permission first."""
        asked = [condition.term for condition in self.conditions if condition.term is not None]
        return AllOf((visible_to(self.user), *self.words, *asked))


def visible_to(user: User) -> Term:
    return AnyOf((Fact(facts.TEAM), Fact(facts.private_to(user.pk))))


def read(user: User, address: Mapping[str, str]) -> Search:
    """The search of an address. What cannot be read is told in `problems` and left out."""
    fields = {name: address.get(name, "")[:200] for name in FIELDS if address.get(name, "").strip()}
    order = address.get("order", "")
    order = order if order in ORDERS else ORDERS[0]
    typed = reading.read(address.get("q", ""))
    text = " ".join(piece.raw for piece in typed.pieces)
    maker = _Maker(user)
    for piece in typed.pieces:
        maker.add_piece(piece, _query(typed.without(piece), fields, order))
    for name, value in fields.items():
        rest = {other: told for other, told in fields.items() if other != name}
        maker.add_filter(name, value, _query(text, rest, order))
    return Search(
        user=user,
        text=text,
        fields=fields,
        order=order,
        conditions=tuple(maker.conditions),
        words=tuple(maker.words),
        chips=tuple(maker.chips),
        problems=(*typed.problems, *maker.problems),
    )


def find(
    search: Search, *, most: int, past: int | None = None, backwards: bool = False
) -> list[int]:
    """Ids of pictures in the search's order, beginning after `past`. One look into the index."""
    newest = (search.order == "newest") != backwards
    place = match.column()
    parts, values = _where(search)
    if past is not None:
        parts.append(f"{place} {'<' if newest else '>'} %s")
        values.append(past)
    return _ids(parts, values, f"ORDER BY {place} {'DESC' if newest else 'ASC'} LIMIT {most:d}")


def among(search: Search, ids: Sequence[int]) -> list[int]:
    """Those of these pictures that the search finds, in its order. Reads what lies between them."""
    if not ids:
        return []
    place = match.column()
    parts, values = _where(search)
    parts += [f"{place} >= %s", f"{place} <= %s"]
    wanted = set(ids)
    found = _ids(parts, [*values, min(ids), max(ids)], f"ORDER BY {place}")
    listed = [pk for pk in found if pk in wanted]
    return listed[::-1] if search.order == "newest" else listed


def on_day(search: Search, day: date) -> int:
    """How many of what is found are of that day, in the reader's time zone."""
    start, end = (_midnight(day + timedelta(days=more)) for more in (0, 1))
    of_day = Condition(said="", since=start, until=end)
    return count(replace(search, conditions=(*search.conditions, of_day)))


def count(search: Search, *, past: int | None = None) -> int:
    """How many there are, at most COUNTED + 1. `past`: of those with a higher id only."""
    parts, values = _where(search)
    if past is not None:
        parts.append(f"{match.column()} > %s")
        values.append(past)
    return len(_ids(parts, values, f"LIMIT {COUNTED + 1}"))


def place_of(search: Search, moment: datetime) -> int | None:
    """The id to begin after, so that the list starts at this moment. None: at its beginning."""
    rows = Picture.objects.order_by("created_at", "pk")
    if search.order == "newest":
        return rows.filter(created_at__gte=moment).values_list("pk", flat=True).first()
    return rows.filter(created_at__lt=moment).values_list("pk", flat=True).last()


def ends(search: Search) -> tuple[int, ...]:
    """The first and the last picture of what is found."""
    return (*find(search, most=1), *find(search, most=1, backwards=True))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _where(search: Search) -> tuple[list[str], list[Any]]:
    part, values = match.condition(search.term)
    parts = [part]
    for condition in search.conditions:
        _bound(condition, parts, values)
    return parts, values


def _bound(condition: Condition, parts: list[str], values: list[Any]) -> None:
    """Days: exact by created_at, and by ids around them so that nothing else is walked over."""
    place, rows = match.column(), Picture.objects.order_by("created_at", "pk")
    adapt = connection.ops.adapt_datetimefield_value
    if condition.since:
        parts.append("created_at >= %s")
        values.append(adapt(condition.since))
        earlier = rows.filter(created_at__lt=condition.since - LATE).last()
        if earlier:
            parts.append(f"{place} > %s")
            values.append(earlier.pk)
    if condition.until:
        parts.append("created_at < %s")
        values.append(adapt(condition.until))
        later = rows.filter(created_at__gte=condition.until + LATE).first()
        if later:
            parts.append(f"{place} < %s")
            values.append(later.pk)


def _ids(parts: Sequence[str], values: Sequence[Any], rest: str) -> list[int]:
    source = match.TABLE
    if any("created_at" in part for part in parts):
        picture = Picture._meta.db_table
        source += f" CROSS JOIN {picture}"  # as written: SQLite then walks the index first
        parts = [*parts, f"{picture}.id = {match.column()}"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {match.column()} FROM {source} WHERE {' AND '.join(parts)} {rest}", values
        )
        return [row[0] for row in cursor.fetchall()]


def _query(text: str, fields: Mapping[str, str], order: str) -> str:
    told = {"q": text, **fields, "order": "" if order == ORDERS[0] else order}
    return urlencode({name: value for name, value in told.items() if value})


class _Maker:
    """Gathers what the parts of a search mean."""

    def __init__(self, user: User) -> None:
        self._user = user
        self.conditions: list[Condition] = []
        self.words: list[Term] = []
        self.chips: list[Chip] = []
        self.problems: list[str] = []

    def add_piece(self, piece: reading.Piece, without: str) -> None:
        if piece.kind == "filter":
            return self.add_filter(piece.name, piece.text, without)
        term = terms.exact(piece.text) if piece.kind == "phrase" else terms.loose(piece.text)
        if term is None:
            return self.problems.append(f"“{piece.text}” holds nothing to look for.")
        self.words.append(term)
        said = f"“{piece.text}”" if piece.kind == "phrase" else piece.text
        self.chips.append(Chip(said=said, query=without))

    def add_filter(self, name: str, text: str, without: str) -> None:
        if name not in FILTERS:
            known = ", ".join(FILTERS)
            return self.problems.append(f"“{name}:” is not a filter. There are {known}.")
        try:
            condition = filters.FILTERS[name].read(text.strip(), self._user)
        except NotUnderstood as problem:
            return self.problems.append(str(problem))
        self.conditions.append(condition)
        self.chips.append(Chip(said=condition.said, query=without))
