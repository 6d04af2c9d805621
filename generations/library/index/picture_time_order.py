"""How far out of order the pictures' times are, at most: found every night, asked by date_ranges.py."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from generations.models import Disorder, Picture


def look() -> timedelta:
    """Reads the time of every picture in the order of their ids, and keeps what it found."""
    table = Picture._meta.db_table
    apart = (
        "(julianday(top) - julianday(created_at)) * 86400"
        if connection.vendor == "sqlite"
        else "extract(epoch FROM top - created_at)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT max({apart}) FROM (SELECT created_at, max(created_at) OVER (ORDER BY id)"
            f" AS top FROM {table}) AS each_one"
        )
        seconds = float(cursor.fetchone()[0] or 0)
    Disorder.objects.update_or_create(pk=1, defaults={"seconds": round(seconds) + 1})
    return timedelta(seconds=seconds)
