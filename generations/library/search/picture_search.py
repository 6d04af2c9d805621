"""One search, from the address to the pictures: what is asked, what was not understood, what is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db import connection
from django.utils import timezone

from accounts.models import User
from generations.library.index import filter_tokens, fulltext_index, query_terms
from generations.library.index.query_terms import AllOf, AnyOf, Fact, Term, Without
from generations.library.search import date_ranges, index_lookup, query_parser
from generations.library.search.filters import Condition
from generations.library.search.index_lookup import Where
from generations.library.search.query_conditions import Chip, Gatherer
from generations.models import CollectionItem, Picture

COUNTED = 10_000  # above that: "10,000+"
FIELDS = ("person", "model", "provider", "date", "collection", "is", "tag", "prompt")  # of the form
ORDERS = ("newest", "oldest", "hand")  # by hand: within one collection
WALK, MOST_WALKS = 5_000, 4  # rows read at once, and how often


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
    hint: str  # of what was found more widely than it was typed

    @property
    def is_set(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.conditions or self.words or self.problems)

    @property
    def is_of_jobs(self) -> bool:
        """Failed jobs are looked for, not pictures (library/search/failed_job_search.py)."""
        return any(condition.is_of_jobs for condition in self.conditions)

    @property
    def is_by_date(self) -> bool:
        """Pictures in the order of their days: headings, a timeline and stacks are possible."""
        return not self.is_of_jobs and self.order != "hand"

    @property
    def query(self) -> str:
        """As it stands in the address, after the ?."""
        return _query(self.text, self.fields, self.order)

    @property
    def collection(self) -> int | None:
        """The collection that is looked into, where it is one."""
        inside = [each.collection for each in self.conditions if each.collection]
        return inside[0] if inside else None

    @property
    def span(self) -> date_ranges.Span:
        """From when to when: the narrowest of what is asked. FTS5 heeds one bound on either side."""
        since = [each.since for each in self.conditions if each.since is not None]
        until = [each.until for each in self.conditions if each.until is not None]
        return date_ranges.Span(since=max(since, default=None), until=min(until, default=None))

    @property
    def term(self) -> Term:
        """Everything the index is asked, with permission."""
        asked = [condition.term for condition in self.conditions if condition.term is not None]
        return visible_to(self.user, [*self.words, *asked])


def visible_to(user: User, asked: Sequence[Term]) -> Term:
    """What of all this they may see. The few pictures that are private to others are sooner taken
    away than the many that are not are looked up; where nothing is asked, these are the list."""
    own = Fact(filter_tokens.private_to(user.pk))
    if not asked:
        return AnyOf((Fact(filter_tokens.TEAM), own))
    return Without(AllOf(tuple(asked)), Without(Fact(filter_tokens.HIDDEN), own))


def read(user: User, address: Mapping[str, str]) -> Search:
    """The search of an address. What cannot be read is told in `problems` and left out."""
    address = {name: text.replace("\0", "\ufffd") for name, text in address.items()}  # saved ones
    fields = {name: address.get(name, "")[:200] for name in FIELDS if address.get(name, "").strip()}
    order = address.get("order", "")
    order = order if order in ORDERS else ORDERS[0]
    typed = query_parser.read(address.get("q", ""))
    text = " ".join(piece.raw for piece in typed.pieces)
    maker = Gatherer(user)
    for piece in typed.pieces:
        maker.add_piece(piece, _query(typed.without(piece), fields, order))
    for name, value in fields.items():
        rest = {other: told for other, told in fields.items() if other != name}
        maker.add_filter(name, value, _query(text, rest, order))
    if order == "hand" and not any(condition.collection for condition in maker.conditions):
        order = ORDERS[0]
    maker.tell_what_jobs_have_not()
    return Search(
        user=user,
        text=text,
        fields=fields,
        order=order,
        conditions=tuple(maker.conditions),
        words=tuple(maker.words),
        chips=tuple(maker.chips),
        problems=(*typed.problems, *maker.problems),
        hint=query_terms.hint(maker.typed),
    )


def find(
    search: Search, *, most: int, past: int | None = None, backwards: bool = False
) -> list[int]:
    """Ids of pictures in the search's order, beginning after `past`. One look into the index."""
    if search.order == "hand":
        return _by_hand(search, most=most, past=past, backwards=backwards)
    newest = (search.order == "newest") != backwards
    return index_lookup.first(_where(search), most=most, past=past, is_down=newest)


def within(search: Search, span: date_ranges.Span) -> int:
    """How many of what is found are from that time."""
    of_then = Condition(said="", since=span.since, until=span.until)
    return count(replace(search, conditions=(*search.conditions, of_then)))


def span_of(day: date, by: str = "day") -> date_ranges.Span:
    """From midnight to midnight in the reader's time zone: that day, or the month or year it begins."""
    after = day + timedelta(days=1)
    if by == "month":
        after = (day + timedelta(days=31)).replace(day=1)
    if by == "year":
        after = day.replace(year=day.year + 1)
    return date_ranges.Span(since=_midnight(day), until=_midnight(after))


def count(search: Search, *, past: int | None = None) -> int:
    """How many there are, at most COUNTED + 1. `past`: of those with a higher id only."""
    where = _where(search)
    if past is not None:
        where = where.plus("{} > %s", past)
    return index_lookup.count(where, most=COUNTED + 1)


def among(search: Search, ids: Sequence[int], *, walk: int = WALK) -> list[int]:
    """Which of these pictures it finds, by date in its order. They are read as stretches of what is
    found: FTS5 takes a millisecond to look up a single row, and as long to read a thousand."""
    wanted, found = set(ids), set[int]()
    past, where = min(wanted, default=1) - 1, _where(search)
    upto = where.plus("{} <= %s", max(wanted, default=0))
    for _ in range(MOST_WALKS):
        row_ids = index_lookup.first(upto, most=walk, past=past, is_down=False)
        found.update(row_ids)
        if len(row_ids) < walk:
            return _listed(search, wanted & found)
        past = row_ids[-1]
    rest = ", ".join(str(int(pk)) for pk in wanted if pk > past)  # far apart, as in an own order
    found.update(index_lookup.every(where.plus(f"{{}} IN ({rest})")))
    return _listed(search, wanted & found)


def _listed(search: Search, ids: set[int]) -> list[int]:
    return sorted(ids, reverse=search.order != "oldest")


def place_of(search: Search, moment: datetime) -> int | None:
    """The id to begin after, so that the list starts at this moment. None: at its beginning."""
    rows = Picture.objects.order_by("created_at", "pk")
    if search.order == "newest":
        return rows.filter(created_at__gte=moment).values_list("pk", flat=True).first()
    return rows.filter(created_at__lt=moment).values_list("pk", flat=True).last()


def _by_hand(search: Search, *, most: int, past: int | None, backwards: bool) -> list[int]:
    """Along the places in its collection. What is asked beside it is looked up first and once; the
    whole collection is walked instead, since it may be large."""
    item = CollectionItem._meta.db_table
    where = _where(search)
    parts, values = list(where.parts), list(where.values)
    if search.words or len(search.conditions) > 1:
        parts, source = [f"{item}.picture_id IN ({where.sql})"], item
    else:
        parts.append(f"{item}.picture_id = {fulltext_index.column()}")
        source = f"{item} CROSS JOIN {fulltext_index.PICTURES.name}"
    parts.append(f"{item}.collection_id = %s")
    values.append(search.collection)
    if past is not None:
        parts.append(
            f"({item}.place, {item}.id) {'<' if backwards else '>'} (SELECT place, id FROM {item}"
            " WHERE collection_id = %s AND picture_id = %s)"
        )
        values += [search.collection, past]
    way = "DESC" if backwards else "ASC"
    order = f"ORDER BY {item}.place {way}, {item}.id {way} LIMIT {most:d}"
    with connection.cursor() as cursor:
        said = " AND ".join(parts)
        cursor.execute(f"SELECT {item}.picture_id FROM {source} WHERE {said} {order}", values)
        return [row[0] for row in cursor.fetchall()]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _where(search: Search) -> Where:
    part, values = fulltext_index.condition(search.term)
    parts, more = search.span.where(fulltext_index.column())
    return Where((part, *parts), (*values, *more))


def _query(text: str, fields: Mapping[str, str], order: str) -> str:
    told = {"q": text, **fields, "order": "" if order == ORDERS[0] else order}
    return urlencode({name: value for name, value in told.items() if value})
