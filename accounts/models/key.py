"""A person's key for a provider: the secret sealed, everything around it in the open."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from accounts.models.money import MoneyField
from accounts.models.user import User


class KeyStatus(models.TextChoices):
    UNCHECKED = "unchecked", "Not checked yet"
    ACCEPTED = "accepted", "Not proven until first use"
    WORKING = "working", "Verified"
    REJECTED = "rejected", "Rejected"
    UNREADABLE = "unreadable", "Enter again"


class Share(models.TextChoices):
    NOBODY = "nobody", "Only you"
    EVERYONE = "everyone", "Everyone"
    ROLES = "roles", "Certain roles"
    PEOPLE = "people", "Named people"


class KeyQuerySet(models.QuerySet["ProviderKey"]):
    def usable_by(self, user: User) -> KeyQuerySet:
        """The keys this person may pay with: own ones first, their default on top, then the
        team's. Those a router refused, or that no longer open, are left out."""
        is_own = Case(When(owner=user, then=Value(0)), default=Value(1))
        return (
            self._given_to(user)
            .filter(status__in=(KeyStatus.UNCHECKED, KeyStatus.ACCEPTED, KeyStatus.WORKING))
            .order_by("provider", is_own, "-is_default", "pk")
        )

    def shared_with(self, user: User) -> KeyQuerySet:
        """The team's keys this person may pay with, whatever state they are in."""
        return self._given_to(user).exclude(owner=user).order_by("provider", "label", "pk")

    def shared(self) -> KeyQuerySet:
        """Every key of the team, for admins."""
        kept = self.filter(removed_at=None).exclude(share=Share.NOBODY)
        return kept.order_by("provider", "label", "pk")

    def managed_by(self, user: User) -> KeyQuerySet:
        """The keys this person may check, replace, share and remove: their own; an admin's also
        the team's. Nobody manages a key that its owner kept private."""
        mine = Q(owner=user)
        if user.is_admin:
            mine |= ~Q(share=Share.NOBODY)
        return self.filter(mine, removed_at=None)

    def _given_to(self, user: User) -> KeyQuerySet:
        """A key of somebody who has left pays for nobody else."""
        if not user.may_spend:
            return self.none()
        named = ProviderKey.share_people.through.objects.filter(user_id=user.pk)
        # two short queries: every page asks, and one with a subquery takes twice as long to be put
        to_them = list(named.values_list("providerkey", flat=True))
        shared = (
            Q(share=Share.EVERYONE)
            | Q(share=Share.ROLES, share_roles__contains=user.role)
            | Q(share=Share.PEOPLE, pk__in=to_them)
        )
        given = Q(owner=user) | (shared & Q(owner__is_active=True))
        return self.filter(given, removed_at=None)

    def owned_by(self, user: User | int) -> KeyQuerySet:
        """The keys on this person's page."""
        return self.filter(owner=user, removed_at=None).order_by("provider", "-is_default", "pk")


class ProviderKey(models.Model):
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="provider_keys"
    )
    provider = models.SlugField(max_length=40)
    label = models.CharField(max_length=60)
    sealed = models.TextField(
        editable=False
    )  # ciphertext; opened only by accounts/keys/key_vault.py
    last4 = models.CharField(max_length=4, editable=False)
    sealed_before = models.TextField(
        blank=True, editable=False
    )  # for jobs sent before `replaced_at`
    replaced_at = models.DateTimeField(null=True, blank=True, editable=False)
    share = models.CharField(max_length=8, choices=Share.choices, default=Share.NOBODY)
    share_roles = models.CharField(max_length=40, blank=True)  # role names by comma
    share_people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="team_keys"
    )
    status = models.CharField(max_length=10, choices=KeyStatus.choices, default=KeyStatus.UNCHECKED)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    checked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)  # when it last paid for an answer
    last_error = models.CharField(max_length=300, blank=True)  # in words, redacted
    credit_usd = MoneyField(max_digits=12, decimal_places=4, null=True, blank=True)
    models_seen = models.PositiveIntegerField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)  # after a 429
    pause_step = models.PositiveSmallIntegerField(default=0)  # 5, 10, 20 … 300 s
    resting_at = models.DateTimeField(null=True, blank=True)  # refused once; its router is asked
    refused_at = models.DateTimeField(null=True, blank=True)  # when a router last refused it
    refusals = models.JSONField(default=list, blank=True)  # [moment, model] since it last worked
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

    @property
    def is_shared(self) -> bool:
        return self.share != Share.NOBODY

    @property
    def is_usable(self) -> bool:
        return self.status not in (KeyStatus.REJECTED, KeyStatus.UNREADABLE)

    def choice_for(self, user: User) -> str:
        """How this person names the key in a form or on the command line: an own key by its label,
        the team's by a number, since two may bear one label."""
        return self.label if self.owner_id == user.pk else f"team:{self.pk}"

    def last4_for(self, user: User) -> str:
        """The last four characters, for its owner and, where it is the team's, for admins."""
        may_know = self.owner_id == user.pk or (self.is_shared and user.is_admin)
        return self.last4 if may_know else ""
