"""A person's key for a provider: the secret sealed, everything around it in the open."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models.user import User


class KeyStatus(models.TextChoices):
    UNCHECKED = "unchecked", "Not checked yet"
    ACCEPTED = "accepted", "Not proven until first use"
    WORKING = "working", "Verified"
    REJECTED = "rejected", "Rejected"


class KeyQuerySet(models.QuerySet["ProviderKey"]):
    def usable_by(self, user: User) -> KeyQuerySet:
        """The keys this person may pay with, their default first. Rejected ones are left out."""
        return (
            self.filter(owner=user, removed_at=None)
            .exclude(status=KeyStatus.REJECTED)
            .order_by("provider", "-is_default", "pk")
        )

    def owned_by(self, user: User | int) -> KeyQuerySet:
        """The keys on this person's page."""
        return self.filter(owner=user, removed_at=None).order_by("provider", "-is_default", "pk")


class ProviderKey(models.Model):
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="provider_keys"
    )
    provider = models.SlugField(max_length=40)
    label = models.CharField(max_length=60)
    sealed = models.TextField(editable=False)  # ciphertext; opened only by accounts/keys.py
    last4 = models.CharField(max_length=4, editable=False)
    status = models.CharField(max_length=10, choices=KeyStatus.choices, default=KeyStatus.UNCHECKED)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    checked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)  # in words, redacted
    credit_usd = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    models_seen = models.PositiveIntegerField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)  # after a 429
    pause_step = models.PositiveSmallIntegerField(default=0)  # 5, 10, 20 … 300 s
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = KeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "provider", "label"],
                condition=models.Q(removed_at=None),
                name="one_key_per_label",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} …{self.last4}"

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until > timezone.now()
