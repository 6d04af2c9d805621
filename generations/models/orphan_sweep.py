"""What a look over the stored files found: files nobody names, rows whose file is gone."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Sweep(models.Model):
    at = models.DateTimeField(default=timezone.now)
    seconds = models.FloatField(default=0)
    files = models.PositiveIntegerField(default=0)  # looked at
    orphans = models.PositiveIntegerField(default=0)  # files without a row, older than a day
    orphan_bytes = models.PositiveBigIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)  # of them, because somebody said so
    strangers = models.PositiveIntegerField(default=0)  # files with names that are not ours
    missing = models.PositiveIntegerField(default=0)  # pictures whose file was not found

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: {self.orphans} orphans, {self.missing} missing"
