"""Searching for failed jobs: the same search, asked of jobs. They have no pictures to be found by.

Words are looked for in the history of prompts. Where few prompts hold them, their jobs are read;
where many do, failed jobs are walked newest first until a page is full.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from generations.library import facts, match
from generations.library.search import COUNTED, Search
from generations.library.terms import AllOf, AnyOf, Fact
from generations.models import Generation, Prompt

FEW = 500  # prompts


def find(search: Search, *, most: int, past: int | None = None) -> list[Generation]:
    """Jobs in the search's order, beginning after `past`."""
    newest = search.order == "newest"
    rows = _rows(search)
    if past is not None:
        rows = rows.filter(pk__lt=past) if newest else rows.filter(pk__gt=past)
    rows = rows.select_related("requester").defer("spec", "details", "applied")
    return list(rows.order_by("-pk" if newest else "pk")[:most])


def count(search: Search, *, past: int | None = None) -> int:
    """How many there are, at most COUNTED + 1. `past`: of those with a higher id only."""
    rows = _rows(search)
    if past is not None:
        rows = rows.filter(pk__gt=past)
    return rows.order_by()[: COUNTED + 1].count()


def _rows(search: Search) -> QuerySet[Generation]:
    rows: QuerySet[Generation] = Generation.objects.visible_to(search.user)
    for condition in search.conditions:
        if condition.jobs is not None:
            rows = rows.filter(condition.jobs)
        if condition.since:
            rows = rows.filter(created_at__gte=condition.since)
        if condition.until:
            rows = rows.filter(created_at__lt=condition.until)
    return rows.filter(_with_words(search)) if search.words else rows


def _with_words(search: Search) -> Q:
    scope = AnyOf((Fact(facts.TEAM), Fact(facts.owned_by(search.user.pk))))
    part, values = match.condition(AllOf((scope, *search.words)), match.PROMPTS)
    digests = _few(part, values)
    if len(digests) <= FEW:
        return Q(prompt_digest__in=digests)
    prompt, job = Prompt._meta.db_table, Generation._meta.db_table
    holds = f"""EXISTS (SELECT 1 FROM {prompt} JOIN {match.PROMPTS.name}
        ON {match.column(match.PROMPTS)} = {prompt}.id
        WHERE {prompt}.digest = {job}.prompt_digest AND {part})"""
    return Q(RawSQL(holds, values, output_field=BooleanField()))


def _few(part: str, values: list[Any]) -> set[str]:
    """The digests of the prompts with these words, some more than FEW where there are many."""
    place = match.column(match.PROMPTS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {place} FROM {match.PROMPTS.name} WHERE {part} LIMIT {2 * FEW + 2}", values
        )
        ids = [row[0] for row in cursor.fetchall()]
    return set(Prompt.objects.filter(pk__in=ids).values_list("digest", flat=True))
