"""Searches kept under a name, for oneself or for the team."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from generations.models import SavedSearch, Visibility
from generations.stored import event_log

LONGEST_NAME, LONGEST_QUERY = 60, 2000  # letters
MOST = 100  # of one person


class NotPossible(Exception):
    """Holds the sentence to show."""


def save(user: User, *, name: str, query: str, for_team: bool) -> SavedSearch:
    """The same name again replaces the search. Raises NotPossible."""
    name = " ".join(name.split())
    if not name or not query:
        raise NotPossible("Give the search a name.")
    if len(name) > LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise NotPossible(f"A name has at most {LONGEST_NAME} letters.")
    mine = SavedSearch.objects.filter(owner=user)
    if mine.count() >= MOST and not mine.filter(name=name).exists():
        raise NotPossible(f"You have {MOST} saved searches. Delete one first.")
    visibility = Visibility.TEAM if for_team and user.may_spend else Visibility.PRIVATE
    with transaction.atomic():
        was_shared = mine.filter(name=name, visibility=Visibility.TEAM).exists()
        saved, _ = SavedSearch.objects.update_or_create(
            owner=user, name=name, defaults={"query": query, "visibility": visibility}
        )
        hidden = visibility == Visibility.PRIVATE and not was_shared
        event_log.record_shared("search", actor_id=user.pk, is_private=hidden)
    return saved


def forget(user: User, search: SavedSearch) -> bool:
    """Its owner's to do; admins may take down the team's."""
    if search.owner_id != user.pk and not (user.is_admin and search.visibility == Visibility.TEAM):
        return False
    with transaction.atomic():
        hidden = search.visibility == Visibility.PRIVATE
        search.delete()
        event_log.record_shared("search", actor_id=search.owner_id, is_private=hidden)
    return True
