"""One look into an index: the ids of what fulfils conditions, and how many there are.

Ids come as one text: a driver takes longer to build ten thousand rows than the index to find them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from generations.library.index import fulltext_index
from generations.library.index.fulltext_index import PICTURES, Table

FEW = 500  # rows: for so many PostgreSQL first looks near the place where they begin
PLANNED = 10_001  # rows PostgreSQL is told to expect


@dataclass(frozen=True, slots=True)
class Where:
    """Conditions in SQL, all to be fulfilled, and the values in them."""

    parts: tuple[str, ...]
    values: tuple[Any, ...]
    table: Table = PICTURES

    def plus(self, part: str, *values: Any) -> Where:
        """And this: `{}` in it is the row's id."""
        part = part.format(self.place)
        return Where((*self.parts, part), (*self.values, *values), self.table)

    @property
    def place(self) -> str:
        """The column of the row's id."""
        return fulltext_index.column(self.table)

    @property
    def sql(self) -> str:
        where = " AND ".join(self.parts)
        return f"SELECT {self.place} AS id FROM {self.table.name} WHERE {where}"


def first(where: Where, *, most: int, past: int | None = None, is_down: bool = True) -> list[int]:
    """The highest ids below `past`, highest first; where `is_down` is false the lowest above it."""
    if past is not None:
        where = where.plus(f"{{}} {'<' if is_down else '>'} %s", past)
    if connection.vendor == "sqlite":
        found = _read(f"{_ordered(where, is_down=is_down)} LIMIT {most:d}", where.values)
    else:
        found = _near(where, most=most, past=past, is_down=is_down)
        if len(found) < most:
            found = _stopped(where, most=most, is_down=is_down)
    return sorted(found, reverse=is_down)


def every(where: Where) -> list[int]:
    """All of them, in no order."""
    return _read(where.sql, where.values)


def count(where: Where, *, most: int) -> int:
    """How many there are, at most that many."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({where.sql} LIMIT {most:d}) found", where.values)
        return int(cursor.fetchone()[0])


def _near(where: Where, *, most: int, past: int | None, is_down: bool) -> list[int]:
    """What the first ids of the list hold. PostgreSQL guesses how common things are, and may gather
    a hundred thousand rows for the sake of sixty: this costs little, and is mostly enough."""
    begin = past if past is not None else _edge(where.table, is_down=is_down)
    if most > FEW or begin is None:
        return []
    end = begin - where.table.near if is_down else begin + where.table.near
    near = where.plus(f"{{}} {'>' if is_down else '<'} %s", end)
    return _read(f"{_ordered(near, is_down=is_down)} LIMIT {most:d}", near.values)


def _stopped(where: Where, *, most: int, is_down: bool) -> list[int]:
    """PostgreSQL is told to expect many rows and stopped when there are enough: told of few, it
    walks over a million pictures for what nobody has."""
    look = f"{_ordered(where, is_down=is_down)} LIMIT {max(most, PLANNED):d}"
    few = f"SELECT id FROM found LIMIT {most:d}"  # row by row, as they come
    return _read(few, where.values, before=f"WITH found AS MATERIALIZED ({look})")


def _ordered(where: Where, *, is_down: bool) -> str:
    return f"{where.sql} ORDER BY {where.place} {'DESC' if is_down else 'ASC'}"


def _edge(table: Table, *, is_down: bool) -> int | None:
    """Where the whole list begins."""
    with connection.cursor() as cursor:
        which = "max" if is_down else "min"
        cursor.execute(f"SELECT {which}({fulltext_index.column(table)}) FROM {table.name}")
        edge: int | None = cursor.fetchone()[0]
    return edge if edge is None else edge + (1 if is_down else -1)


def _read(look: str, values: Sequence[Any], *, before: str = "") -> list[int]:
    joined = (
        "group_concat(id)" if connection.vendor == "sqlite" else "string_agg(CAST(id AS text), ',')"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{before} SELECT {joined} FROM ({look}) looked", values)
        text = cursor.fetchone()[0]
    ids: list[int] = json.loads(f"[{text or ''}]")
    return ids
