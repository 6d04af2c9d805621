"""Queries in the house's words. Who may see what is asked here and nowhere else."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from accounts.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from generations.models.curation import Collection, SavedSearch, Tag  # noqa: F401
    from generations.models.generation import Generation  # noqa: F401
    from generations.models.picture import Picture  # noqa: F401
    from generations.models.prompt import Prompt  # noqa: F401


# as the index gen_trouble has it: SQLite does not compare a bound value with a partial index
HALF = (
    "generations_generation.status = 'done' AND generations_generation.unreadable > 0"
    " AND generations_generation.dismissed_at IS NULL"
)
NOT_DONE = "NOT (generations_generation.status = 'done')"


class GenerationQuerySet(models.QuerySet["Generation"]):
    def visible_to(self, user: User | AnonymousUser) -> GenerationQuerySet:
        """The jobs this person may know of: their own, and the team's."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(Q(requester=user) | Q(visibility="team"))

    def owned_by(self, user: User) -> GenerationQuerySet:
        return self.filter(requester=user)

    def open(self) -> GenerationQuerySet:
        """Not ended yet."""
        return self.filter(status__in=["queued", "sending", "generating", "polling", "saving"])

    def running(self) -> GenerationQuerySet:
        """At work somewhere: sent, polled or being saved."""
        return self.filter(status__in=["sending", "generating", "polling", "saving"])

    def in_trouble_of(self, user: User) -> GenerationQuerySet:
        """Own jobs that ended without pictures and were not put away: they stay on the strip."""
        ended = ["refused", "failed", "unknown", "cancelled"]
        rows = self.filter(RawSQL(NOT_DONE, (), models.BooleanField()))
        return rows.filter(requester=user, dismissed_at=None, status__in=ended)

    def half_of(self, user: User) -> GenerationQuerySet:
        """Own jobs of which only a part came, and that were not dismissed."""
        return self.filter(RawSQL(HALF, (), models.BooleanField()), requester=user)

    def move(self, *, to: str, **values: Any) -> int:
        """Changes state by conditional UPDATE: filter by the state it must be in, then move.

        Returns how many rows moved; 0 means somebody else was faster.
        """
        return self.update(status=to, **values)


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, user: User | AnonymousUser) -> PictureQuerySet:
        """The pictures this person may see, the trash left out."""
        return self._permitted(user).filter(trashed_at=None)

    def visible_to_all(self) -> PictureQuerySet:
        """Those that everybody in the team may see."""
        return self.filter(visibility="team", trashed_at=None)

    def in_trash_of(self, user: User | AnonymousUser) -> PictureQuerySet:
        """What this person threw away and can still bring back."""
        if not isinstance(user, User):
            return self.none()
        return self.filter(owner=user, trashed_at__isnull=False)

    def trashed_at_once(self, user: User, moment: datetime) -> PictureQuerySet:
        """What one act of this person threw away; admins throw away the team's, too."""
        whose = Q(owner=user) | Q(visibility="team") if user.is_admin else Q(owner=user)
        return self.filter(whose, trashed_at=moment)

    def _permitted(self, user: User | AnonymousUser) -> PictureQuerySet:
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(Q(owner=user) | Q(visibility="team"))

    def newest_first(self, before: int | None = None) -> PictureQuerySet:
        """Keyset order; `before` is the last id of the page above."""
        page = self if before is None else self.filter(pk__lt=before)
        return page.order_by("-id")


class PromptQuerySet(models.QuerySet["Prompt"]):
    def visible_to(self, user: User | AnonymousUser) -> PromptQuerySet:
        """Their own rows, and the team's, in which private work is not counted."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(Q(owner=user) | Q(owner=None))


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, user: User | AnonymousUser) -> TagQuerySet:
        """The tags that stand on a picture this person may see."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        from generations.models.curation import PictureTag

        uses = PictureTag.objects.filter(
            Q(picture__owner=user) | Q(picture__visibility="team"),
            tag=models.OuterRef("pk"),
            picture__trashed_at=None,
        )
        return self.filter(models.Exists(uses))


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, user: User | AnonymousUser) -> CollectionQuerySet:
        """Their own, and the team's."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(Q(owner=user) | Q(visibility="team"))

    def open_to(self, user: User) -> CollectionQuerySet:
        """Those this person may put pictures into."""
        return self.visible_to(user) if user.may_spend else self.none()


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, user: User | AnonymousUser) -> SavedSearchQuerySet:
        """Their own, and the team's."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(Q(owner=user) | Q(visibility="team"))
