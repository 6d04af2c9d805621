"""One act on many pictures: what was chosen, what is done with it, and how far it has come."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Bulk(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bulks"
    )
    act = models.CharField(max_length=12)  # a name of services/bulk_acts.ACTS, or "download"
    created_at = models.DateTimeField(default=timezone.now)  # the moment trashed pictures carry

    # which pictures
    place = models.CharField(max_length=8, default="library")  # or "trash"
    is_all = models.BooleanField(default=False)  # everything `query` finds, without `uids`
    query = models.CharField(max_length=2000, blank=True)  # as it stands in the address
    uids = models.JSONField(default=list)  # the pictures themselves, or those left out
    upto = models.BigIntegerField(default=0)  # the newest picture's id when it was asked for
    undoes = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE)

    # what is done with them
    collection = models.ForeignKey(
        "generations.Collection", null=True, blank=True, on_delete=models.SET_NULL
    )
    word = models.CharField(max_length=50, blank=True)  # of a tag
    wishes = models.JSONField(default=dict)  # of a download

    # how far it is
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    said = models.CharField(max_length=300, blank=True)  # why it stopped
    total = models.PositiveIntegerField(default=0)  # counted at the start, at most 10,001
    past = models.BigIntegerField(null=True, blank=True)  # the last place dealt with
    done = models.PositiveIntegerField(default=0)
    skipped = models.JSONField(default=dict)  # reason -> pictures
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)  # past: taken up by another
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state"], name="bulk_state"),
            models.Index(fields=["created_at"], name="bulk_created"),
        ]

    def __str__(self) -> str:
        return f"{self.uid} {self.act} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def dealt_with(self) -> int:
        left_alone: int = sum(self.skipped.values())
        return self.done + left_alone
