"""Amounts of money that no column of ours should hold, found and made unknown in plain SQL.

Read as text or not at all: SQLite keeps any number in a decimal column, and reading such a row
through a model is what fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MOST = 100_000  # US dollars; as providers/loose.money has it
OWN = (  # table, column, and what else is set with it
    ("generations_generation", "cost_usd", ", cost_kind = 'unknown'"),
    ("generations_generation", "estimate_low", ""),
    ("generations_generation", "estimate_high", ""),
    ("generations_picture", "cost_usd", ""),
    ("generations_offer", "price_usd", ""),
    ("accounts_providerkey", "credit_usd", ""),
)


def forget_absurd(connection: Any) -> int:
    """Makes amounts out of bounds unknown, and has what was summed from them counted anew.

    Returns how many amounts. Prompts wait to be counted by the worker
    (library/index/deferred_prompt_counts.py); days are counted when somebody asks for them.
    """
    found = 0
    with connection.cursor() as cursor:
        for statement in _sums(connection.vendor):
            cursor.execute(statement)
        for table, column, more in OWN:
            where = is_absurd(column, connection.vendor)
            cursor.execute(f"UPDATE {table} SET {column} = NULL{more} WHERE {where}")
            found += max(0, cursor.rowcount)
    return found


def _sums(vendor: str) -> Iterator[str]:
    """What was counted from absurd amounts, before these go."""
    job = is_absurd("cost_usd", vendor)
    actual, estimated = is_absurd("actual_usd", vendor), is_absurd("estimated_usd", vendor)
    now = "strftime('%Y-%m-%d %H:%M:%f', 'now')" if vendor == "sqlite" else "now()"
    no = "0" if vendor == "sqlite" else "false"
    yield (
        f"INSERT INTO generations_uncounted (digest, hides, at) SELECT digest, {no}, {now} FROM ("
        f"SELECT prompt_digest AS digest FROM generations_generation WHERE {job} UNION "
        f"SELECT digest FROM generations_prompt WHERE {actual} OR {estimated}) AS found "
        "WHERE digest <> ''"
    )
    yield (
        "UPDATE generations_prompt SET actual_usd = 0, estimated_usd = 0 "
        f"WHERE {actual} OR {estimated}"
    )
    day = " OR ".join(
        is_absurd(name, vendor) for name in ("cost_usd", "estimated_usd", "wasted_usd")
    )
    yield (
        "DELETE FROM generations_daytally WHERE day IN "
        f"(SELECT day FROM generations_daytally WHERE {day})"
    )


def is_absurd(column: str, vendor: str) -> str:
    """Too large, below 0, or no number at all."""
    if vendor == "sqlite":
        is_text = f"typeof({column}) IN ('text', 'blob')"
        number = f"CAST({column} AS REAL)"
        return f"({column} IS NOT NULL AND ({is_text} OR {number} >= {MOST} OR {number} < 0))"
    return f"({column} = 'NaN' OR {column} >= {MOST} OR {column} < 0)"
