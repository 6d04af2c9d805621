"""Keeps the history of prompts true. Whoever changes a job or its pictures calls `refresh`.

A prompt's rows are made anew from all its jobs and pictures, never added to: what stands there is
what counting would find. Most prompts have few jobs and are counted in the transaction of the
change; those of very many soon after it (`uncounted`, services/upkeep/prompt_recount.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from django.db import connection, transaction
from django.db.models import Count, Max, Q, Sum

from accounts.models import User
from generations.library.index import (
    deferred_prompt_counts,
    filter_tokens,
    fulltext_index,
    tokenizer,
)
from generations.models import Generation, Picture, Prompt, Status
from generations.models.generation import CostKind, Visibility
from generations.stored import event_log

CHUNK = 200  # prompts
MOST_RATED = 999_999  # jobs that still change a place in the order of success
TROUBLE = (Status.REFUSED, Status.FAILED, Status.UNKNOWN)
NUMBERS = [
    field.name
    for field in Prompt._meta.concrete_fields
    if field.name not in ("id", "digest", "owner")
]
Place: TypeAlias = tuple[str, int | None]  # digest, and whose row: None is the team's


@dataclass(slots=True)
class Sums:
    """What one row says in numbers."""

    jobs: int = 0
    done: int = 0
    troubled: int = 0
    last: int = 0  # id of the last job
    actual: Decimal = Decimal(0)
    estimated: Decimal = Decimal(0)
    unpriced: int = 0
    pictures: int = 0
    cover: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A prompt's rows as they were counted outside a transaction."""

    digest: str
    took_up: set[int]  # what waited when the counting began
    rows: list[Prompt]


def refresh(digests: Iterable[str]) -> None:
    """Makes the rows of these prompts true, in the transaction of the change.

    Those of very many jobs are counted soon after it; the team does not see them until then.
    """
    _renew(digests, hides=True)


def of_jobs(jobs: Iterable[Generation]) -> None:
    """The same where these jobs came or went on, and nothing left anybody's sight.

    Those of very many jobs show their former numbers until they are counted.
    """
    _renew((job.prompt_digest for job in jobs), hides=False)


def count(digest: str) -> Counted:
    """Counts a prompt that waits for it. Holds nobody up."""
    found = deferred_prompt_counts.of(digest)
    return Counted(digest=digest, took_up=found, rows=_rows([digest]))


def store(counted: Counted) -> bool:
    """Stores what was counted; False where that is not to be relied on and to be done again."""
    with transaction.atomic():
        _serialise()
        if not deferred_prompt_counts.take_up(counted.digest, counted.took_up):
            return False
        _replace([counted.digest], counted.rows)
    return True


def forget(person: User) -> None:
    """Removes their own rows; for somebody whose jobs have gone to an heir."""
    deferred_prompt_counts.remove(
        list(Prompt.objects.filter(owner=person).values_list("pk", flat=True))
    )


def entry(row: Prompt) -> fulltext_index.Entry:
    """What the index of words holds of a row."""
    scope = filter_tokens.TEAM if row.owner_id is None else filter_tokens.owned_by(row.owner_id)
    return fulltext_index.Entry(row_id=row.pk, words=tokenizer.words_of(row.text), facts=[scope])


def success(done: int, troubled: int) -> int:
    """Sorts by the share that succeeded, and among equals by how many did."""
    rate = 1000 * done // (done + troubled) if done else 0
    return rate * (MOST_RATED + 1) + min(done, MOST_RATED)


def row_id(last_job: int, owner: int | None) -> int:
    return 2 * last_job + (owner is not None)


def _renew(digests: Iterable[str], *, hides: bool) -> None:
    wanted = sorted({digest for digest in digests if digest})
    for start in range(0, len(wanted), CHUNK):
        with transaction.atomic():
            _serialise()
            chunk = wanted[start : start + CHUNK]
            left = deferred_prompt_counts.leave(chunk, hides=hides)
            now = [digest for digest in chunk if digest not in left]
            if now:
                _replace(now, _rows(now))


def _replace(digests: Sequence[str], counted: Iterable[Prompt]) -> None:
    found = Prompt.objects.filter(digest__in=digests).values_list("pk", "owner", "digest")
    before = {(pk, owner): digest for pk, owner, digest in found}
    rows = {(row.pk, row.owner_id): row for row in counted}
    deferred_prompt_counts.remove([pk for pk, owner in before.keys() - rows.keys()])
    shared = {row.digest for row in rows.values() if row.owner_id is None}
    if any(owner is None and digest not in shared for (_, owner), digest in before.items()):
        event_log.record("prompts")
    Prompt.objects.bulk_create(
        rows.values(),
        batch_size=100,
        update_conflicts=True,  # a job that ends changes the numbers of rows that stand
        unique_fields=["id"],
        update_fields=NUMBERS,
    )
    new = [entry(rows[each]) for each in rows.keys() - before.keys()]
    if new:
        fulltext_index.write(new, fulltext_index.PROMPTS)


def _rows(digests: Sequence[str]) -> list[Prompt]:
    sums = _sums(digests)
    jobs = Generation.objects.filter(pk__in={each.last for each in sums.values()})
    last = {pk: (prompt, at) for pk, prompt, at in jobs.values_list("pk", "prompt", "created_at")}
    return [_row(place, each, *last[each.last]) for place, each in sums.items()]


def _row(place: Place, sums: Sums, text: str, at: Any) -> Prompt:
    digest, owner = place
    return Prompt(
        id=row_id(sums.last, owner),
        digest=digest,
        owner_id=owner,
        text=text.strip(),
        last_at=at,
        jobs=sums.jobs,
        done=sums.done,
        troubled=sums.troubled,
        success=success(sums.done, sums.troubled),
        pictures=sums.pictures,
        cover_id=sums.cover,
        actual_usd=sums.actual,
        estimated_usd=sums.estimated,
        unpriced=sums.unpriced,
    )


def _sums(digests: Sequence[str]) -> dict[Place, Sums]:
    """By place. What is private counts in its owner's row and nowhere else."""
    sums: dict[Place, Sums] = defaultdict(Sums)
    for digest, person, seen, *numbers in _jobs(digests):
        for place in _places(digest, person, seen):
            _add_jobs(sums[place], *numbers)
    for digest, person, seen, pictures, newest in _pictures(digests):
        for place in _places(digest, person, seen):
            if place in sums:
                row = sums[place]
                row.pictures += pictures
                row.cover = max(newest, row.cover or 0)
    return dict(sums)


def _places(digest: str, person: int, visibility: str) -> list[Place]:
    own: Place = (digest, person)
    return [own, (digest, None)] if visibility == Visibility.TEAM else [own]


def _add_jobs(
    row: Sums,
    jobs: int,
    done: int,
    troubled: int,
    last: int,
    actual: Decimal | None,
    estimated: Decimal | None,
    unpriced: int,
) -> None:
    row.jobs += jobs
    row.done += done
    row.troubled += troubled
    row.last = max(row.last, last)
    row.actual += actual or Decimal(0)
    row.estimated += estimated or Decimal(0)
    row.unpriced += unpriced


def _jobs(digests: Sequence[str]) -> Any:
    is_actual = Q(cost_kind=CostKind.ACTUAL)
    may_have_cost = Q(cost_usd=None) & (Q(status=Status.DONE) | Q(may_have_charged=True))
    return (
        Generation.objects.filter(prompt_digest__in=digests)
        .order_by()
        .values_list("prompt_digest", "requester", "visibility")
        .annotate(
            jobs=Count("pk"),
            done=Count("pk", filter=Q(status=Status.DONE)),
            troubled=Count("pk", filter=Q(status__in=TROUBLE)),
            last=Max("pk"),
            actual=Sum("cost_usd", filter=is_actual),
            estimated=Sum("cost_usd", filter=~is_actual),
            unpriced=Count("pk", filter=may_have_cost),
        )
    )


def _pictures(digests: Sequence[str]) -> Any:
    return (
        Picture.objects.filter(generation__prompt_digest__in=digests, trashed_at=None)
        .order_by()
        .values_list("generation__prompt_digest", "owner", "visibility")
        .annotate(number=Count("pk"), newest=Max("pk"))
    )


def _serialise() -> None:
    """One at a time, or two that end together both miss each other: SQLite has one writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7246003)")
