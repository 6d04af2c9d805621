"""A prompt as it was used: one row for what the team may see of it, and one for each person's own.

The rows are made by `library/index/prompt_history.py` from the jobs and pictures themselves, and by
nobody else.
A prompt of very many jobs is counted after the commit: `Uncounted` says what its rows lack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.models.money import MoneyField

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PromptQuerySet(models.QuerySet["Prompt"]):
    def visible_to(self, user: User | AnonymousUser) -> PromptQuerySet:
        """Their own rows, and the team's, in which private work is not counted."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(Q(owner=user) | Q(owner=None))


class Prompt(models.Model):
    # twice the id of the last job that used it, and one more where the row is a person's own:
    # the order of ids is the order of last use, in the index of words too
    id = models.BigIntegerField(primary_key=True)
    digest = models.CharField(max_length=20)  # of the words, white space made equal
    owner = models.ForeignKey(  # None: the team's row
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="prompts"
    )
    text = models.TextField()  # as the last job had it
    last_at = models.DateTimeField()
    jobs = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    troubled = models.PositiveIntegerField(default=0)  # refused, failed or unknown
    success = models.BigIntegerField(default=0)  # sorts: by rate, then by how often
    pictures = models.PositiveIntegerField(default=0)  # not in the trash
    cover = models.ForeignKey(  # the newest of them
        "generations.Picture", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actual_usd = MoneyField(max_digits=20, decimal_places=6, default=0)
    estimated_usd = MoneyField(max_digits=20, decimal_places=6, default=0)
    unpriced = models.PositiveIntegerField(default=0)  # jobs that may have cost nobody knows what

    objects = PromptQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "id"], name="prompt_last"),
            models.Index(fields=["owner", "pictures", "id"], name="prompt_pictures"),
            models.Index(fields=["owner", "success", "id"], name="prompt_success"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["digest", "owner"], name="one_prompt_a_person"),
            models.UniqueConstraint(
                fields=["digest"],
                condition=models.Q(owner__isnull=True),
                name="one_prompt_of_the_team",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def ended(self) -> int:
        """Jobs that came to something or failed; cancelled ones are neither."""
        return self.done + self.troubled


class Uncounted(models.Model):
    """A change of a much-used prompt that its rows do not show yet: one row each, never changed."""

    digest = models.CharField(max_length=20, db_index=True)
    hides = models.BooleanField()  # something may have left the team's sight by it
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.digest} {self.at:%H:%M:%S}"
