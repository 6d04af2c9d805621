"""A picture file that a person brought in. It is theirs alone, and stays private."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User | AnonymousUser) -> UploadQuerySet:
        """One's own, and nobody else's: admins included."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(owner=user)


class Upload(models.Model):
    """Equal contents share bytes on disk and nothing else: each has its own row, name and end."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads"
    )
    name = models.CharField(max_length=200, blank=True)  # as the browser or the link said
    is_mask = models.BooleanField(default=False)  # painted in the mask editor, or given as one
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    used_at = models.DateTimeField(default=timezone.now)  # last in a tray or a job

    # the file as it came; only its owner can fetch it
    path = models.CharField(max_length=200)  # under PICTURE_DIR
    sha256 = models.CharField(max_length=64, db_index=True)
    bytes = models.PositiveBigIntegerField()
    format = models.CharField(max_length=8)
    width = models.PositiveIntegerField()  # pixels, as people see it
    height = models.PositiveIntegerField()  # pixels
    is_moving = models.BooleanField(default=False)  # of these the first picture is used
    has_seal = models.BooleanField(default=False)  # a maker's C2PA, which copies lose

    # the cleaned copy: upright, sRGB, without metadata; what others may be shown
    clean_path = models.CharField(max_length=200)
    clean_sha256 = models.CharField(max_length=64, db_index=True)
    clean_bytes = models.PositiveBigIntegerField()
    clean_format = models.CharField(max_length=8)

    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-id"], name="upload_owner")]

    def __str__(self) -> str:
        return f"{self.uid} {self.width}x{self.height} {self.format}"

    @property
    def choice(self) -> str:
        """How the tray names it."""
        return f"u:{self.uid}"
