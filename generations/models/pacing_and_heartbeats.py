"""Small shared clocks: when a router may be called next, and the product's heartbeats."""

from __future__ import annotations

from django.db import models


class Pace(models.Model):
    """The next free moment of a provider that limits POSTs per outgoing address."""

    provider = models.SlugField(max_length=40, primary_key=True)
    next_at = models.FloatField(default=0)  # seconds since the epoch

    def __str__(self) -> str:
        return self.provider


class Beat(models.Model):
    """The last sign of life of a part: `cluster` (a no-op made the round trip), `drain:<owner>`."""

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
