"""Searching for failed jobs: the same search, asked of jobs. They have no pictures to be found by.

Words are looked for in the history of prompts. Where few prompts hold them, their jobs are read;
where many do, failed jobs are walked newest first until there are enough.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from generations.library.index import filter_tokens, fulltext_index, tokenizer
from generations.library.index.query_terms import AllOf, AnyOf, Fact, Term, holds
from generations.library.search.filters import TROUBLE
from generations.library.search.picture_search import Search
from generations.models import Generation, Prompt

COUNTED = 200  # above that: "200+"
FEW = 500  # prompts
MANY = 5_000  # jobs of theirs
WALKED = 500  # jobs at once


def find(search: Search, *, most: int, past: int | None = None) -> list[Generation]:
    """Jobs in the search's order, beginning after `past`."""
    return of_ids(search, ids(search, most=most, past=past))


def ids(search: Search, *, most: int, past: int | None = None) -> list[int]:
    """Theirs alone."""
    newest = search.order == "newest"
    rows = _rows(search)
    if past is not None:
        rows = rows.filter(pk__lt=past) if newest else rows.filter(pk__gt=past)
    return list(islice(_ids(search, rows, is_newest=newest), most))


def of_ids(search: Search, wanted: Sequence[int]) -> list[Generation]:
    """These jobs in this order, with what cards read. Asks for permission once more."""
    jobs = Generation.objects.visible_to(search.user).select_related("requester")
    by_id = jobs.defer("spec", "details", "applied").in_bulk(wanted)
    return [by_id[pk] for pk in wanted if pk in by_id]


def count(search: Search, *, past: int | None = None) -> int:
    """How many there are, at most COUNTED + 1. `past`: of those with a higher id only."""
    rows = _rows(search)
    if past is not None:
        rows = rows.filter(pk__gt=past)
    return sum(1 for _ in islice(_ids(search, rows, is_newest=True), COUNTED + 1))


def _rows(search: Search) -> QuerySet[Generation]:
    """Everything that is asked, but for words and that they failed: that is asked state by state,
    since both together lead SQLite away from the index that knows person and state."""
    rows: QuerySet[Generation] = Generation.objects.visible_to(search.user)
    for condition in search.conditions:
        if condition.jobs is not None and not condition.is_of_jobs:
            rows = rows.filter(condition.jobs)
        if condition.since:
            rows = rows.filter(created_at__gte=condition.since)
        if condition.until:
            rows = rows.filter(created_at__lt=condition.until)
    return rows


def _ids(search: Search, rows: QuerySet[Generation], *, is_newest: bool) -> Iterator[int]:
    """In that order, read as they are asked for."""
    held = _held(search)
    if held is not None:
        found = rows.filter(pk__in=held, status__in=TROUBLE).values_list("pk", flat=True)
        return iter(sorted(found, reverse=is_newest))
    if not search.words:
        return (pk for pk, _, _ in _merged(rows, is_newest=is_newest))
    return _with_words(AllOf(search.words), _merged(rows, is_newest=is_newest))


def _with_words(term: Term, walked: Iterator[tuple[int, str, str]]) -> Iterator[int]:
    """The same prompt fails again and again: it is read once."""
    known: dict[str, bool] = {}
    for pk, digest, prompt in walked:
        if digest not in known:
            known[digest] = holds(term, tokenizer.words_of(prompt))
        if known[digest]:
            yield pk


def _merged(rows: QuerySet[Generation], *, is_newest: bool) -> Iterator[tuple[int, str, str]]:
    """Each state by its index, the three put in order here: together they would be sorted whole."""
    read = rows.order_by("-pk" if is_newest else "pk")
    told = read.values_list("pk", "prompt_digest", "prompt")
    each = [told.filter(status=status) for status in TROUBLE]
    streams = [one.iterator(chunk_size=WALKED) for one in each]
    return heapq.merge(*streams, key=lambda row: row[0], reverse=is_newest)


def _held(search: Search) -> list[int] | None:
    """The jobs of the prompts with these words; None where they are many, or no word is asked."""
    if not search.words:
        return None
    scope = AnyOf((Fact(filter_tokens.TEAM), Fact(filter_tokens.owned_by(search.user.pk))))
    part, values = fulltext_index.condition(AllOf((scope, *search.words)), fulltext_index.PROMPTS)
    ids = _fetched(part, values, FEW + 1)
    told = Prompt.objects.filter(pk__in=ids).values_list("digest", "jobs")
    if len(ids) > FEW or sum(jobs for _, jobs in told) > MANY:
        return None
    jobs = Generation.objects.filter(prompt_digest__in={digest for digest, _ in told})
    return list(jobs.order_by().values_list("pk", flat=True))


def _fetched(part: str, values: list[Any], most: int) -> list[int]:
    place, table = fulltext_index.column(fulltext_index.PROMPTS), fulltext_index.PROMPTS.name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {place} FROM {table} WHERE {part} LIMIT {most:d}", values)
        return [row[0] for row in cursor.fetchall()]
