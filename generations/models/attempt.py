"""One POST of a job, recorded before it was made and closed when its answer was read."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Attempt(models.Model):
    generation = models.ForeignKey(
        "generations.Generation", on_delete=models.CASCADE, related_name="attempts"
    )
    number = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    code = models.CharField(max_length=30, blank=True)
    provider_code = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["generation", "number"], name="one_row_a_post")
        ]

    def __str__(self) -> str:
        return f"POST {self.number}"
