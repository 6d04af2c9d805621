"""Models on offer: what a router's own list said last, and what the admins and people made of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models.money import MoneyField


class Offer(models.Model):
    """One model of one provider as its live list gave it, or as an admin corrected it."""

    provider = models.SlugField(max_length=40)
    model = models.CharField(max_length=200)
    label = models.CharField(max_length=200, blank=True)
    spec = models.JSONField(default=dict)  # empty: the shipped facts stand
    seen_at = models.DateTimeField(null=True, blank=True)  # in the router's own list
    first_seen_at = models.DateTimeField(default=timezone.now)
    gone_at = models.DateTimeField(null=True, blank=True)  # was listed, is no longer
    is_hidden = models.BooleanField("hidden", default=False)
    is_favourite = models.BooleanField("favourite", default=False)  # of the team, set by admins
    is_waiting = models.BooleanField("waits for approval", default=False)
    is_default = models.BooleanField("default", default=False)  # what a fresh composer picks
    price_usd = MoneyField(  # one picture, as the admins know it; beats the list price
        max_digits=10, decimal_places=5, null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "model"], name="one_offer_a_model")
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.model}"


class FavouriteModel(models.Model):
    """A model a person starred in the picker."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="favourite_models"
    )
    provider = models.SlugField(max_length=40)
    model = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "provider", "model"], name="one_star_a_model")
        ]

    def __str__(self) -> str:
        return self.model
