"""A person's uploaded face: small, square, and kept with the rows so that every backup has it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Avatar(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="avatar"
    )
    webp = models.BinaryField()

    def __str__(self) -> str:
        return f"Avatar of {self.user_id}"
