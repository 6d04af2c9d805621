"""The event log: what changed, in order. Windows read it to know which cards to draw again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import accumulate, pairwise

from django.db.models import Max
from django.utils import timezone

from generations.models import Event, Generation, Picture

OVERLAP = 50  # ids read again on PostgreSQL, where they can commit out of order


def record(
    kind: str,
    *,
    generation_id: int | None = None,
    picture_id: int | None = None,
    actor_id: int | None = None,
    code: str = "",
) -> None:
    """One line, in the transaction of the change it tells of."""
    Event.objects.create(
        generation_id=generation_id,
        picture_id=picture_id,
        actor_id=actor_id,
        kind=kind,
        code=code,
    )


def record_for(generation: Generation, kind: str, *, code: str = "") -> None:
    record(kind, generation_id=generation.pk, actor_id=generation.requester_id, code=code)


def record_picture(picture: Picture, kind: str, *, actor_id: int) -> None:
    record(kind, generation_id=picture.generation_id, picture_id=picture.pk, actor_id=actor_id)


def record_shared(kind: str, *, actor_id: int, is_private: bool) -> None:
    """Of something the team sees, or its owner alone: then nobody else's window hears of it."""
    record(kind, actor_id=actor_id, code="private" if is_private else "")


def record_departed(picture_ids: Iterable[int], *, actor_id: int, is_private: bool = False) -> None:
    """Of many that left lists at once. What was private before: its owner's windows alone hear of it."""
    if pictures := packed(picture_ids):
        code = "private" if is_private else ""
        Event.objects.create(kind="departed", actor_id=actor_id, code=code, pictures=pictures)


def packed(ids: Iterable[int]) -> str:
    """Ids in few letters: ascending, each as the distance from the one before, hexadecimal."""
    return " ".join(f"{after - before:x}" for before, after in pairwise([0, *sorted(set(ids))]))


def unpacked(text: str) -> list[int]:
    return list(accumulate(int(step, 16) for step in text.split()))


def last_id() -> int:
    """The newest line's id; 0 in an empty event log. Read it before the cards of a page."""
    return Event.objects.aggregate(newest=Max("pk"))["newest"] or 0


def since(event_id: int, *, most: int = 500) -> list[Event]:
    """The lines after `event_id`, oldest first, at most `most` + 1."""
    return list(Event.objects.filter(pk__gt=event_id).order_by("pk")[: most + 1])


def prune(days: int = 7) -> int:
    """Forgets lines that no window can ask for any more."""
    old = timezone.now() - timedelta(days=days)
    return Event.objects.filter(at__lt=old).delete()[0]
