"""One line of the event log. An event is a hint that something changed; the card is the truth."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Event(models.Model):
    generation = models.ForeignKey(
        "generations.Generation", null=True, on_delete=models.CASCADE, related_name="events"
    )
    picture = models.ForeignKey("generations.Picture", null=True, on_delete=models.SET_NULL)
    kind = models.CharField(max_length=20)  # queued sending … done, preview, hidden, trashed …
    code = models.CharField(max_length=30, blank=True)
    actor = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField(default=timezone.now)
    pictures = models.TextField(blank=True, default="")  # of many at once: their ids, packed

    class Meta:
        indexes = [models.Index(fields=["at"], name="event_at")]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"
