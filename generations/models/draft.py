"""What a person has in the composer: kept on the server, never in the browser."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Draft(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="draft"
    )
    provider = models.SlugField(max_length=40, blank=True)
    model = models.CharField(max_length=200, blank=True)
    prompt = models.TextField(blank=True)
    replaced = models.TextField(blank=True)  # what a prompt of the history took the place of
    texts = models.JSONField(default=dict)  # option name -> what stands in its field
    visibility = models.CharField(max_length=8, default="team")
    count = models.PositiveSmallIntegerField(default=1)
    key_label = models.CharField(max_length=60, blank=True)
    collection = models.ForeignKey(
        "generations.Collection", null=True, blank=True, on_delete=models.SET_NULL
    )
    remix_of = models.ForeignKey(
        "generations.Generation", null=True, blank=True, on_delete=models.SET_NULL
    )
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"draft of {self.user_id}"
