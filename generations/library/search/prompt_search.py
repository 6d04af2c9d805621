"""Finding prompts that were used: whose, with which words, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from accounts.models import User
from generations.library.index import filter_tokens, fulltext_index, query_terms
from generations.library.index.query_terms import AllOf, Fact, Term
from generations.library.search import index_lookup, query_parser
from generations.library.search.index_lookup import Where
from generations.models import Prompt

SCOPES = ("mine", "team")
ORDERS = {"last": "id", "pictures": "pictures", "success": "success"}  # and their columns
COUNTED = 10_000  # above that: "10,000+"
SORTED = 5_000  # of a search's prompts are put in another order than that of last use
MOST_RECALLED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one person asks of the history."""

    user: User
    scope: str
    text: str
    order: str
    words: tuple[Term, ...]
    problems: tuple[str, ...]
    hint: str

    @property
    def query(self) -> str:
        """As it stands in the address, after the ?."""
        told = {
            "q": self.text,
            "scope": "" if self.scope == SCOPES[0] else self.scope,
            "order": "" if self.order == "last" else self.order,
        }
        return urlencode({name: value for name, value in told.items() if value})

    @property
    def column(self) -> str:
        return ORDERS[self.order]

    @property
    def term(self) -> Term:
        """What the index of words is asked, the scope first."""
        is_team = self.scope == "team"
        scope = Fact(filter_tokens.TEAM if is_team else filter_tokens.owned_by(self.user.pk))
        return AllOf((scope, *self.words))


def read(user: User, address: Mapping[str, str]) -> Asked:
    """What an address asks. What cannot be read is told in `problems` and left out."""
    scope, order = address.get("scope", ""), address.get("order", "")
    typed = query_parser.read(address.get("q", ""))
    words, looked, problems = [], [], list(typed.problems)
    for piece in typed.pieces:
        text = piece.raw if piece.kind == "filter" else piece.text
        term = query_terms.exact(text) if piece.kind == "phrase" else query_terms.loose(text)
        if term is None:
            problems.append(f"“{piece.text}” holds nothing to look for.")
        else:
            words.append(term)
            looked.append(text)
    return Asked(
        user=user,
        scope=scope if scope in SCOPES else _usual_scope(user),
        text=" ".join(piece.raw for piece in typed.pieces),
        order=order if order in ORDERS else "last",
        words=tuple(words),
        problems=tuple(problems),
        hint=query_terms.hint(looked),
    )


def find(asked: Asked, *, most: int, past: str = "") -> list[Prompt]:
    """Prompts in the order asked for; `past` is `mark_of` the one above."""
    if asked.words:
        return _of_ids(_found(asked, most, _place(past)))
    rows = _rows(asked)
    place = _place(past)
    if place and asked.order == "last":
        rows = rows.filter(pk__lt=place[1])
    elif place:
        rows = _below(rows, asked.column, *place)
    return list(rows.order_by(*dict.fromkeys((f"-{asked.column}", "-id")))[:most])


def mark_of(asked: Asked, row: Prompt) -> str:
    """Where a page ended, for the next one."""
    return f"{getattr(row, asked.column)}-{row.pk}"


def count(asked: Asked) -> int:
    """How many there are, at most COUNTED + 1."""
    if not asked.words:
        return int(_rows(asked).order_by()[: COUNTED + 1].count())
    return index_lookup.count(_where(asked), most=COUNTED + 1)


def among(asked: Asked, digests: Sequence[str]) -> set[str]:
    """Which of these prompts stand in the history looked at, whatever else is asked of it."""
    return set(_rows(asked).filter(digest__in=digests).values_list("digest", flat=True))


def recall(user: User, *, before: int | None) -> list[Prompt]:
    """Own prompts, newest first, a few at a time, for the composer."""
    rows = Prompt.objects.filter(owner=user)
    rows = rows if before is None else rows.filter(pk__lt=before)
    return list(rows.only("id", "text").order_by("-id")[:MOST_RECALLED])


def _usual_scope(user: User) -> str:
    """Viewers have no prompts of their own."""
    return "mine" if user.may_spend else "team"


def _rows(asked: Asked) -> Any:
    rows = Prompt.objects.visible_to(asked.user)
    return rows.filter(owner=None) if asked.scope == "team" else rows.filter(owner=asked.user)


def _below(rows: Any, column: str, value: int, pk: int) -> Any:
    """What comes after in descending order: two steps that each follow the index."""
    equal = rows.filter(**{column: value, "pk__lt": pk})
    return rows.filter(**{f"{column}__lt": value}) | equal


def _found(asked: Asked, most: int, place: tuple[int, int] | None) -> list[int]:
    """Ids of prompts with the words: in order of last use straight from the index."""
    where = _where(asked)
    if asked.order == "last":
        return index_lookup.first(where, most=most, past=place[1] if place else None)
    prompt, values = Prompt._meta.db_table, list(where.values)
    newest = f"{where.sql} ORDER BY {where.place} DESC LIMIT {SORTED}"
    after = ""
    if place:
        after = f"WHERE ({asked.column}, {prompt}.id) < (%s, %s)"
        values += place
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {prompt}.id FROM ({newest}) found JOIN {prompt} USING (id) {after}"
            f" ORDER BY {asked.column} DESC, {prompt}.id DESC LIMIT {most:d}",
            values,
        )
        return [row[0] for row in cursor.fetchall()]


def _where(asked: Asked) -> Where:
    part, values = fulltext_index.condition(asked.term, fulltext_index.PROMPTS)
    return Where((part,), tuple(values), fulltext_index.PROMPTS)


def _of_ids(ids: list[int]) -> list[Prompt]:
    by_id = Prompt.objects.in_bulk(ids)
    return [by_id[pk] for pk in ids if pk in by_id]


def _place(past: str) -> tuple[int, int] | None:
    value, _, pk = past.partition("-")
    if all(part.isascii() and part.isdigit() and len(part) < 19 for part in (value, pk)):
        return int(value), int(pk)
    return None
