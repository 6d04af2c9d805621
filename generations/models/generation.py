"""A Generation: one job, one row, at most one POST that is unanswered or answered as accepted."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from accounts.models import ProviderKey, User
from accounts.models.money import MoneyField

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Status(models.TextChoices):
    QUEUED = "queued", "Queued"
    SENDING = "sending", "Sending"
    GENERATING = "generating", "Generating"
    POLLING = "polling", "Waiting at the router"
    SAVING = "saving", "Saving"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"
    FAILED = "failed", "Failed"
    UNKNOWN = "unknown", "Outcome unknown"
    CANCELLED = "cancelled", "Cancelled"


OPEN = (Status.QUEUED, Status.SENDING, Status.GENERATING, Status.POLLING, Status.SAVING)
ON_THE_LINE = (Status.SENDING, Status.GENERATING)  # these hold a slot
ENDED = (Status.DONE, Status.REFUSED, Status.FAILED, Status.UNKNOWN, Status.CANCELLED)


class Visibility(models.TextChoices):
    TEAM = "team", "Team"
    PRIVATE = "private", "Only me"


class CostKind(models.TextChoices):
    ACTUAL = "actual", "Actual"
    ESTIMATED = "estimated", "Estimated"
    UNKNOWN = "unknown", "Unknown"


class MadeHow(models.TextChoices):
    NEW = "", "New"
    RETRY = "retry", "Retry"
    AGAIN = "again", "Run again"
    REMIX = "remix", "Remix"
    EDIT = "edit", "Edit"


# as the index gen_trouble has it: SQLite does not compare a bound value with a partial index
HALF = (
    "generations_generation.status = 'done' AND generations_generation.unreadable > 0"
    " AND generations_generation.dismissed_at IS NULL"
)
NOT_DONE = "NOT (generations_generation.status = 'done')"


class GenerationQuerySet(models.QuerySet["Generation"]):
    def visible_to(self, user: User | AnonymousUser) -> GenerationQuerySet:
        """The jobs this person may know of: their own, and the team's."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(Q(requester=user) | Q(visibility="team"))

    def owned_by(self, user: User) -> GenerationQuerySet:
        return self.filter(requester=user)

    def open(self) -> GenerationQuerySet:
        """Not ended yet."""
        return self.filter(status__in=["queued", "sending", "generating", "polling", "saving"])

    def running(self) -> GenerationQuerySet:
        """At work somewhere: sent, polled or being saved."""
        return self.filter(status__in=["sending", "generating", "polling", "saving"])

    def in_trouble_of(self, user: User) -> GenerationQuerySet:
        """Own jobs that ended without pictures and were not dismissed: they stay on the strip."""
        ended = ["refused", "failed", "unknown", "cancelled"]
        rows = self.filter(RawSQL(NOT_DONE, (), models.BooleanField()))
        return rows.filter(requester=user, dismissed_at=None, status__in=ended)

    def half_of(self, user: User) -> GenerationQuerySet:
        """Own jobs of which only a part came, and that were not dismissed."""
        return self.filter(RawSQL(HALF, (), models.BooleanField()), requester=user)

    def move(self, *, to: str, **values: Any) -> int:
        """Changes state by conditional UPDATE: filter by the state it must be in, then move.

        Returns how many rows moved; 0 means somebody else was faster.
        """
        return self.update(status=to, **values)


class Generation(models.Model):
    # who and what
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="generations"
    )
    provider = models.SlugField(max_length=40)
    model = models.CharField(max_length=200)
    model_label = models.CharField(max_length=200)
    prompt = models.TextField(blank=True)
    prompt_digest = models.CharField(max_length=20, blank=True)  # library/words.digest; "" without
    options = models.JSONField(default=dict)  # only what the person set, in our names
    spec = models.JSONField(default=dict, editable=False)  # the ModelSpec it was checked against
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.TEAM)
    key = models.ForeignKey(
        ProviderKey, null=True, blank=True, on_delete=models.SET_NULL, related_name="generations"
    )
    key_label = models.CharField(max_length=60, blank=True)  # kept when the key goes
    key_last4 = models.CharField(max_length=4, blank=True)  # empty for a key of the team
    key_is_team = models.BooleanField(default=False)  # whose turn it was to pay, kept with the job
    batch = models.UUIDField(default=uuid.uuid4)  # jobs of one request
    ticket = models.UUIDField(default=uuid.uuid4)  # one per form shown: a resent form is one job
    position = models.PositiveSmallIntegerField(default=0)  # within the batch
    made_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="remade"
    )
    made_how = models.CharField(max_length=6, choices=MadeHow.choices, blank=True)
    collection = models.ForeignKey(  # where its pictures go, fixed when it was asked for
        "generations.Collection", null=True, blank=True, on_delete=models.SET_NULL
    )
    collection_name = models.CharField(max_length=100, blank=True)  # kept when it goes

    # pictures that go along (job_input.py)
    shows_inputs = models.BooleanField(null=True)  # its uploads' cleaned copies, to the team
    keeps_rest = models.BooleanField(null=True)  # lay what the mask keeps back over the answer

    # where it stands
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    code = models.CharField(max_length=30, blank=True)
    message = models.CharField(
        max_length=500, blank=True
    )  # the router's words, redacted; open: why it waits
    provider_code = models.CharField(max_length=100, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    may_have_charged = models.BooleanField(default=False)
    posts = models.PositiveSmallIntegerField(default=0)
    reference = models.CharField(max_length=300, blank=True)  # the router's task id
    polls = models.PositiveIntegerField(default=0)
    lost_polls = models.PositiveSmallIntegerField(default=0)  # "no such task", in a row
    save_tries = models.PositiveSmallIntegerField(default=0)
    faults = models.PositiveSmallIntegerField(default=0)  # how often it broke its runner
    previews = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)  # not to be claimed before
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)  # its card was dismissed
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    # when
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)  # first "sending"
    generating_at = models.DateTimeField(null=True, blank=True)
    polling_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)  # complete in the spool
    finished_at = models.DateTimeField(null=True, blank=True)

    # money, and what came of it
    cost_usd = MoneyField(max_digits=12, decimal_places=6, null=True, blank=True)
    cost_kind = models.CharField(max_length=9, choices=CostKind.choices, default=CostKind.UNKNOWN)
    estimate_low = MoneyField(max_digits=12, decimal_places=6, null=True, blank=True)
    estimate_high = MoneyField(max_digits=12, decimal_places=6, null=True, blank=True)
    applied = models.JSONField(default=dict)  # what the router says it used
    details = models.JSONField(default=dict)  # usage and ids, no pictures
    unreadable = models.PositiveSmallIntegerField(default=0)
    erased = models.PositiveSmallIntegerField(default=0)  # of its pictures, deleted for ever
    erased_soon = models.PositiveSmallIntegerField(default=0)  # moved to the trash within an hour

    objects = GenerationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["requester", "ticket", "position"], name="one_job_per_ticket"
            )
        ]
        indexes = [
            # whole, not partial: SQLite cannot match a bound IN (...) with a partial index
            models.Index(fields=["status", "id"], name="gen_status"),
            models.Index(fields=["requester", "status", "id"], name="gen_mine"),
            models.Index(
                fields=["lease_until"],
                name="gen_leased",
                condition=models.Q(lease_until__isnull=False),
            ),
            models.Index(
                fields=["due_at"], name="gen_polling", condition=models.Q(status="polling")
            ),
            models.Index(fields=["model", "status", "id"], name="gen_model"),
            models.Index(fields=["batch"], name="gen_batch"),
            models.Index(  # what stands on the strips: few, however many jobs have failed
                fields=["requester", "id"],
                name="gen_trouble",
                condition=models.Q(dismissed_at__isnull=True) & ~models.Q(status="done"),
            ),
            models.Index(  # finished, but a part of the set did not come: told until dismissed
                fields=["requester", "id"],
                name="gen_half",
                condition=models.Q(status="done", unreadable__gt=0, dismissed_at__isnull=True),
            ),
            models.Index(fields=["prompt_digest", "requester"], name="gen_prompt"),
            models.Index(fields=["requester", "created_at"], name="gen_day"),
            models.Index(fields=["finished_at"], name="gen_finished"),
            models.Index(
                fields=["key", "requester", "cost_usd", "cost_kind", "sent_at"], name="gen_key_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uid} {self.model} {self.status}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_private(self) -> bool:
        return self.visibility == Visibility.PRIVATE

    @property
    def elapsed_from(self) -> datetime:
        """The moment its clock starts: when it was sent, before that when it was asked for."""
        return self.sent_at or self.created_at

    def stands_on_strip_of(self, user: User) -> bool:
        """Open jobs stand on everybody's strip, troubled and half ones on their owner's until
        dismissed."""
        if self.is_open:
            return True
        is_told = self.status != Status.DONE or self.unreadable > 0
        return is_told and self.dismissed_at is None and self.requester_id == user.pk

    def shows_money_to(self, user: User) -> bool:
        """Cost, key and the router's words are for the owner and admins (rules.md section 5)."""
        return user.pk == self.requester_id or (user.is_admin and not self.is_private)
