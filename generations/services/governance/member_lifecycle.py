"""What happens to a person's account and work: role, closing, opening, leaving for good.

Whoever acts must still be an active admin at that moment, and one active admin always stays:
both are judged under one lock, so that two admins demoting each other leave one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Role, User
from accounts.sign_in import sessions
from generations.library.index import index_updates, prompt_history
from generations.models import (
    Collection,
    Event,
    Favourite,
    Generation,
    Picture,
    Status,
    Visibility,
)
from generations.services.jobs import job_actions
from generations.stored import event_log


class LastAdmin(Exception):
    """Somebody must stay an active admin."""


class NotAnAdmin(Exception):
    """Who asks is no admin (any more)."""


class StillRunning(Exception):
    """Jobs of theirs were sent and have not ended."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def set_role(person: User, role: str, *, by: User) -> None:
    """Raises LastAdmin or NotAnAdmin. Their open windows draw their lists again."""
    with _judged(person, by, stays=role == Role.ADMIN):
        User.objects.filter(pk=person.pk).update(role=role)
        event_log.record("reload", actor_id=person.pk)
    if role == Role.VIEWER:
        cancel_queued(person)


def close(person: User, *, by: User, heir: User | None = None) -> int:
    """Out at once: sessions and streams end, what is queued is cancelled, pictures stay.

    The heir, where there is one, runs the collections they shared from now on. Returns how many of
    their jobs still run. Raises LastAdmin or NotAnAdmin.
    """
    with _judged(person, by, stays=False):
        User.objects.filter(pk=person.pk).update(is_active=False)
        sessions.end_all(person)
        if heir and shared_collections(person).update(owner=heir):
            event_log.record("reload", actor_id=heir.pk)
    cancel_queued(person)
    return running(person)


def reopen(person: User, *, by: User) -> None:
    """In again, as they were. Raises NotAnAdmin."""
    with _judged(person, by, stays=True):
        User.objects.filter(pk=person.pk).update(is_active=True, asked_to_join_at=None)


def delete(person: User, *, heir: User | None, by: User) -> None:
    """For good: jobs, pictures and collections go to the heir, keys are wiped, in one transaction.

    heir None is for somebody who has made nothing. Raises LastAdmin, NotAnAdmin, StillRunning.
    """
    cancel_queued(person)
    with _judged(person, by, stays=False):
        left = running(person)
        if left:
            raise StillRunning(left)
        sessions.end_all(person)
        pictures = list(Picture.objects.filter(owner=person).values_list("pk", flat=True))
        if heir:
            _hand_over(person, heir)
        elif has_made(person):
            raise ValueError("pictures need an heir")
        liked = set(Favourite.objects.filter(user=person).values_list("picture", flat=True))
        person.delete()
        index_updates.refresh(liked.union(pictures))
        event_log.record("reload")


def shared_collections(person: User) -> QuerySet[Collection]:
    """What they run for the team; nobody else knows of their private ones."""
    return Collection.objects.filter(owner=person, visibility=Visibility.TEAM)


def may_inherit_collections(person: User) -> QuerySet[User]:
    """Who can run a collection: the others who may spend."""
    others = User.objects.filter(is_active=True, role__in=(Role.ADMIN, Role.MEMBER))
    return others.exclude(pk=person.pk).order_by("name", "email")


def cancel_queued(person: User) -> int:
    """Ends what was not sent yet, free of charge."""
    queued = Generation.objects.filter(requester=person, status=Status.QUEUED)
    return sum(job_actions.cancel(person, job) == "cancelled" for job in queued)


def running(person: User) -> int:
    """Jobs that were sent and have not ended."""
    return Generation.objects.filter(requester=person).open().count()


def has_made(person: User) -> bool:
    """There is something to inherit."""
    jobs, shelves = Generation.objects.filter(requester=person), Collection.objects
    return jobs.exists() or shelves.filter(owner=person).exists()


def _hand_over(person: User, heir: User) -> None:
    jobs = Generation.objects.filter(requester=person)
    digests = set(jobs.values_list("prompt_digest", flat=True))
    jobs.update(requester=heir)
    Picture.objects.filter(owner=person).update(owner=heir)
    prompt_history.refresh(digests)  # of jobs without a picture, too
    prompt_history.forget(person)
    Collection.objects.filter(owner=person).update(owner=heir)
    Event.objects.filter(actor=person).update(actor=heir)


@contextmanager
def _judged(person: User, by: User, *, stays: bool) -> Iterator[None]:
    """`stays`: nobody stops being an admin by it. People may leave by themselves."""
    with transaction.atomic():
        rows = User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True)
        admins = set(rows.order_by("pk").values_list("pk", flat=True))
        if by.pk not in admins and not (by.pk == person.pk and not stays):
            raise NotAnAdmin
        if not stays and admins == {person.pk}:
            raise LastAdmin
        yield
