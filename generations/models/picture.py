"""One stored picture: the original as delivered, and what is known about it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.models.money import MoneyField

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Composition(models.Model):
    """An edit's second version: what its mask keeps, laid back over the router's answer."""

    path = models.CharField(max_length=200, blank=True)  # under PICTURE_DIR; empty: none was made
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    bytes = models.PositiveBigIntegerField(default=0)
    format = models.CharField(max_length=8, blank=True)
    width = models.PositiveIntegerField(default=0)  # pixels
    height = models.PositiveIntegerField(default=0)  # pixels
    note = models.CharField(max_length=300, blank=True)  # why there is none, or what it lost

    def __str__(self) -> str:
        return f"{self.width}x{self.height} {self.format}" if self.path else self.note


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, user: User | AnonymousUser) -> PictureQuerySet:
        """The pictures this person may see, the trash left out."""
        return self._permitted(user).filter(trashed_at=None)

    def visible_to_all(self) -> PictureQuerySet:
        """Those that everybody in the team may see."""
        return self.filter(visibility="team", trashed_at=None)

    def in_trash_of(self, user: User | AnonymousUser) -> PictureQuerySet:
        """What this person moved to the trash and can still bring back."""
        if not isinstance(user, User):
            return self.none()
        return self.filter(owner=user, trashed_at__isnull=False)

    def trashed_at_once(self, user: User, moment: datetime) -> PictureQuerySet:
        """What one act of this person moved to the trash; admins move to the trash the team's, too."""
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


class Picture(models.Model):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    generation = models.ForeignKey(
        "generations.Generation", on_delete=models.CASCADE, related_name="pictures"
    )
    position = models.PositiveSmallIntegerField(default=0)
    # owner and visibility are copied from the job so that the gallery asks one table
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pictures"
    )
    visibility = models.CharField(max_length=8, default="team")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    trashed_at = models.DateTimeField(null=True, blank=True)

    # copied from the job once and for ever, for the library's filters
    provider = models.SlugField(max_length=40, blank=True)
    model = models.CharField(max_length=200, blank=True)
    model_label = models.CharField(max_length=200, blank=True)
    cost_usd = MoneyField(max_digits=12, decimal_places=6, null=True, blank=True)
    seed = models.CharField(max_length=30, blank=True)

    path = models.CharField(max_length=200)  # of the original, under PICTURE_DIR
    sha256 = models.CharField(max_length=64, db_index=True)
    bytes = models.PositiveBigIntegerField()
    format = models.CharField(max_length=8)  # as format_signatures.py names it: what the bytes say
    width = models.PositiveIntegerField()  # pixels, as people see it
    height = models.PositiveIntegerField()  # pixels
    composed = models.ForeignKey(  # the second version, shown where it holds one
        Composition, null=True, blank=True, on_delete=models.SET_NULL, related_name="pictures"
    )
    colour = models.CharField(max_length=7, blank=True)  # dominant, #rrggbb
    revised_prompt = models.TextField(blank=True)
    thumbed_at = models.DateTimeField(null=True, blank=True)  # the small one is there
    enlarged_at = models.DateTimeField(null=True, blank=True)  # and the large one
    missing_since = models.DateTimeField(null=True, blank=True)  # a sweep did not find its file
    thumb_tries = models.PositiveSmallIntegerField(default=0)
    thumb_recipe = models.PositiveSmallIntegerField(
        default=0
    )  # of thumbnail_drawing.py; 0: none yet
    viewed_at = models.DateTimeField(null=True, blank=True)  # a view that browsers show is there
    # seen when it was drawn
    is_moving = models.BooleanField(default=False)
    is_cut = models.BooleanField(default=False)  # its bytes break off, as they came
    is_undrawable = models.BooleanField(default=False)  # nothing here can draw it

    objects = PictureQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-id"],
                name="pic_team",
                condition=models.Q(visibility="team", trashed_at__isnull=True),
            ),
            models.Index(
                fields=["owner", "-id"],
                name="pic_owner",
                condition=models.Q(trashed_at__isnull=True),
            ),
            models.Index(
                fields=["created_at"],
                name="pic_bare",
                condition=models.Q(enlarged_at__isnull=True),
            ),
            models.Index(fields=["created_at"], name="pic_created"),
            models.Index(  # which models the team has used, without reading pictures
                fields=["model", "provider"],
                name="pic_team_model",
                condition=models.Q(visibility="team", trashed_at__isnull=True),
            ),
            models.Index(
                fields=["owner", "model", "provider"],
                name="pic_owner_model",
                condition=models.Q(trashed_at__isnull=True),
            ),
            models.Index(
                fields=["owner", "trashed_at"],
                name="pic_trash",
                condition=models.Q(trashed_at__isnull=False),
            ),
            models.Index(
                fields=["missing_since"],
                name="pic_missing",
                condition=models.Q(missing_since__isnull=False),
            ),
            # answers "how much does each person store" without reading a row
            models.Index(fields=["owner", "trashed_at", "bytes"], name="pic_bytes"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["generation", "position"], name="one_picture_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.uid} {self.width}x{self.height} {self.format}"

    @property
    def ratio_class(self) -> str:
        """The class of aspect-classes.css nearest to width / height, in steps of 2 %."""
        from generations.imaging.aspect_classes import ratio_class

        return ratio_class(self.width, self.height)

    @property
    def long_edge(self) -> int:
        return max(self.width, self.height)

    @property
    def shape(self) -> str:
        """wide, tall or square: within 5 % of 1 counts as square."""
        ratio = self.width / max(1, self.height)
        if 0.95 <= ratio <= 1.05:
            return "square"
        return "wide" if ratio > 1 else "tall"

    @property
    def shown_path(self) -> str:
        """Of the version that lists and thumbnails show; ask for `composed` with the row."""
        return (self.composed.path if self.composed else "") or self.path

    @property
    def shown_format(self) -> str:
        return (self.composed.format if self.composed else "") or self.format

    def is_owned_by(self, user: User) -> bool:
        return self.owner_id == user.pk
