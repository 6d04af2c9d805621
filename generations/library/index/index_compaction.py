"""Puts FTS5's indexes into one piece each, as they are after a rebuild.

FTS5 writes a new piece with every few changes and asks each of them for each word or fact. At a
million pictures there are some sixteen, and a search that names forty facts takes seven times as
long as in one (sqlite.org/fts5.html#the_merge_command, read 2026-11-30). PostgreSQL has no such
pieces.
"""

from __future__ import annotations

import time

from django.db import connection

from generations.library.index.fulltext_index import PICTURES, PROMPTS, Table

PAGES = 100  # written at a step: some ten milliseconds in which nobody else may write
REST_S = 0.03  # between steps, at least
MOST_STEPS = 20_000


def run(*, rest_s: float = REST_S) -> int:
    """Step by step, so that others get to write; returns how many steps it took."""
    if connection.vendor != "sqlite":
        return 0
    return sum(_merge(table, rest_s) for table in (PICTURES, PROMPTS))


def _merge(table: Table, rest_s: float) -> int:
    """A negative number of pages lets even large pieces be merged; whatever is left of that by an
    end in between is begun anew the next time."""
    for step in range(MOST_STEPS):
        begin = time.monotonic()
        if not _step(table, PAGES if step else -PAGES):
            return step
        time.sleep(max(rest_s, time.monotonic() - begin) if rest_s else 0)
    return MOST_STEPS


def _step(table: Table, pages: int) -> bool:
    """Whether anything was merged: the command itself counts as one change."""
    with connection.cursor() as cursor:
        before = connection.connection.total_changes
        cursor.execute(
            f"INSERT INTO {table.name} ({table.name}, rank) VALUES ('merge', %s)", [pages]
        )
        return bool(connection.connection.total_changes - before >= 2)
