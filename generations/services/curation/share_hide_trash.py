"""What a person does with pictures: share, hide, move to the trash, bring back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from generations.library.index import index_updates, prompt_history
from generations.models import Generation, Picture, Visibility
from generations.stored import event_log


def trash(user: User, picture: Picture) -> bool:
    """Moves an own picture (admins: any they may see) to the trash. False if it was there."""
    return _set_trashed(user, picture, into=True)


def restore(user: User, picture: Picture) -> bool:
    """Brings a picture back from the trash. False if it was not there."""
    return _set_trashed(user, picture, into=False)


def may_change(user: User, picture: Picture) -> bool:
    """Owners and admins change pictures; viewers, even their own past ones, do not spend but may."""
    return picture.owner_id == user.pk or (user.is_admin and picture.visibility == Visibility.TEAM)


def set_visibility(user: User, generation: Generation, visibility: str) -> bool:
    """Shares a job and its pictures with the team or makes them private. Only its owner may."""
    if generation.requester_id != user.pk or visibility not in Visibility.values:
        return False
    with transaction.atomic():
        changed = (
            Generation.objects.filter(pk=generation.pk)
            .exclude(visibility=visibility)
            .update(visibility=visibility)
        )
        pictures = Picture.objects.filter(generation=generation)
        pictures.update(visibility=visibility)
        index_updates.refresh(pictures.values_list("pk", flat=True))
        prompt_history.refresh([generation.prompt_digest])  # it may have no picture
        if changed:
            kind = "hidden" if visibility == Visibility.PRIVATE else "shared"
            event_log.record_for(generation, kind)
    return bool(changed)


def _set_trashed(user: User, picture: Picture, *, into: bool) -> bool:
    if not may_change(user, picture):
        return False
    with transaction.atomic():
        rows = Picture.objects.filter(pk=picture.pk, trashed_at__isnull=into)
        changed = rows.update(trashed_at=timezone.now() if into else None)
        if changed:
            index_updates.refresh([picture.pk])
            event_log.record_picture(picture, "trashed" if into else "restored", actor_id=user.pk)
    return bool(changed)
