"""An admin's word that the company's next sign-in with a person's address is that person."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

_OPEN = timedelta(days=7)


class ConnectQuerySet(models.QuerySet["Connect"]):
    def open(self) -> ConnectQuerySet:
        return self.filter(used_at=None, at__gt=timezone.now() - _OPEN)


class Connect(models.Model):
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="connects"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)
    subject = models.CharField(max_length=191, blank=True)  # the person's name at the provider

    objects = ConnectQuerySet.as_manager()

    def __str__(self) -> str:
        return f"may connect: {self.person_id}"
