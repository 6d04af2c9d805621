"""Heals what earlier versions left hurt: `manage.py doctor --repair`. Safe to run again.

Sends nothing to any router.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from generations import queue
from generations.library.index import index_updates
from generations.models import Generation, Picture
from generations.providers.errors import RequestRefused
from generations.services.jobs.reread_answer import READABLE, reread
from generations.services.upkeep import prompt_recount
from generations.stored import out_of_range_amounts, spool

AGAIN = (  # codes after which a better reader may find pictures in what was kept
    *("not_an_image", "bad_answer", "empty_answer", "internal_error"),
    *("timeout", "connection_lost", "stopped", "worker_died"),
)
CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """How much was healed."""

    amounts: int  # made unknown
    answers: int  # being read once more; their pictures arrive in the worker
    circling: int  # jobs that broke their runner; they end at their next turn


def repair() -> Repaired:
    """Everything that can be healed without a person."""
    with transaction.atomic():
        unpriced = _unpriced_pictures()
        found = out_of_range_amounts.forget_absurd(connection)
    index_updates.refresh(unpriced)
    prompt_recount.run()
    done = Repaired(amounts=found, answers=_read_again(), circling=_circling())
    queue.wake()
    return done


def _unpriced_pictures() -> list[int]:
    """Pictures whose cost is out of bounds: the search must forget it, too."""
    table = Picture._meta.db_table
    where = out_of_range_amounts.is_absurd("cost_usd", connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} WHERE {where}")
        return [pk for (pk,) in cursor.fetchall()]


def _read_again() -> int:
    """Answers in the spool whose job ended without pictures, each read once more."""
    ended = Generation.objects.filter(status__in=READABLE, code__in=AGAIN)
    uids = spool.uids()
    count = 0
    for start in range(0, len(uids), CHUNK):
        for job in ended.filter(uid__in=uids[start : start + CHUNK]).order_by("pk"):
            try:
                reread(job, actor=None)
            except RequestRefused:  # an error's answer, or half a one: it stays as it is
                continue
            count += 1
    return count


def _circling() -> int:
    """Open jobs that broke their runner: due now, so that they end soon."""
    return Generation.objects.open().filter(faults__gt=0).update(due_at=timezone.now())
