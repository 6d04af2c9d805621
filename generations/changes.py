"""A cheap number that changes when anybody commits: asked many times a second."""

from __future__ import annotations

from django.db import connection


def version() -> object:
    """Differs from last time if another connection wrote since.

    SQLite: `PRAGMA data_version` (sqlite.org/pragma.html#pragma_data_version, read 2026-11-20).
    PostgreSQL: the snapshot's bounds move with every commit.
    """
    question = {
        "sqlite": "PRAGMA data_version",
        "postgresql": "SELECT pg_current_snapshot()::text",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return row[0] if row else None
