"""An admin looked at one private picture, for a reason, for a quarter of an hour."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

LASTS = timedelta(minutes=15)


class OpeningQuerySet(models.QuerySet["Opening"]):
    def standing(self) -> OpeningQuerySet:
        return self.filter(at__gt=timezone.now() - LASTS)


class Opening(models.Model):
    picture = models.ForeignKey(
        "generations.Picture", on_delete=models.CASCADE, related_name="openings"
    )
    admin = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    objects = OpeningQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.picture_id} opened at {self.at}"

    @property
    def ends_at(self) -> object:
        return self.at + LASTS
