"""Prompts of very many jobs are counted after the commit, so that no change waits for the counting.

Each change leaves a row of its own: two that change one prompt never wait for one another, and a
count takes up exactly the rows that it found, so that nothing that came after is lost.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Sum

from generations import queue
from generations.library.index import fulltext_index
from generations.models import Prompt, Uncounted
from generations.stored import event_log

BATCH = 500  # rows taken up by one statement


def leave(digests: Sequence[str], *, hides: bool) -> set[str]:
    """Of these prompts, those of many jobs, left to be counted soon.

    `hides`: something may have left the team's sight, so the team's row goes until it is counted.
    """
    left = _too_many(digests)
    if not left:
        return left
    if not Uncounted.objects.exists():
        queue.count_prompts()  # else the worker is at it, or the heartbeat will send for it
    Uncounted.objects.bulk_create(Uncounted(digest=each, hides=hides) for each in sorted(left))
    if hides:
        of_team = Prompt.objects.filter(digest__in=left, owner=None)
        if gone := list(of_team.values_list("pk", flat=True)):
            remove(gone)
            event_log.record("prompts")
    return left


def remove(ids: Sequence[int]) -> None:
    """Takes rows out of the history and out of its index of words."""
    if ids:
        Prompt.objects.filter(pk__in=ids).delete()
        fulltext_index.remove(ids, fulltext_index.PROMPTS)


def waiting() -> list[str]:
    """The prompts that are to be counted."""
    return list(Uncounted.objects.order_by().values_list("digest", flat=True).distinct())


def of(digest: str) -> set[int]:
    """What a count that begins now takes up."""
    return set(Uncounted.objects.filter(digest=digest).values_list("pk", flat=True))


def take_up(digest: str, found: set[int]) -> bool:
    """Ends the waiting of these; False where the numbers counted since `of` must not be stored.

    Another count was faster and may know more, or something was hidden meanwhile.
    """
    there = dict(Uncounted.objects.filter(digest=digest).values_list("pk", "hides"))
    is_late = not found <= there.keys()
    if is_late or any(hides for pk, hides in there.items() if pk not in found):
        return False
    ids = sorted(found)
    for start in range(0, len(ids), BATCH):
        Uncounted.objects.filter(pk__in=ids[start : start + BATCH]).delete()
    return True


def _too_many(digests: Sequence[str]) -> set[str]:
    """Those that wait already, and the largest, by which a transaction would count for long."""
    left = set(Uncounted.objects.filter(digest__in=digests).values_list("digest", flat=True))
    own = Prompt.objects.filter(digest__in=digests, owner__isnull=False).order_by()
    used = own.values_list("digest").annotate(used=Sum("jobs")).order_by("used")
    room = settings.COUNTED_AT_ONCE
    for digest, jobs in used:
        room -= jobs
        if room < 0:
            left.add(digest)
    return left
