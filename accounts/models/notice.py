"""A sentence that finds somebody: for one person, or, without a person, for everybody."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models.user import User


class NoticeKind(models.TextChoices):
    ANNOUNCEMENT = "announcement", "Announcement"
    KEY_STOPPED = "key_stopped", "A key stopped working"
    JOB_UNKNOWN = "job_unknown", "A job ended with unknown outcome"
    STORAGE = "storage", "Storage nearly full"
    ADDRESS_CHANGED = "address_changed", "A provider's address was changed"
    PICTURE_OPENED = "picture_opened", "A private picture was opened"
    INVITATION_ACCEPTED = "invitation_accepted", "An invitation was accepted"


ALWAYS_SHOWN = (  # nobody can look away from these; the letter can be declined
    NoticeKind.ANNOUNCEMENT,
    NoticeKind.ADDRESS_CHANGED,
    NoticeKind.PICTURE_OPENED,
)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def shown_to(self, user: User) -> NoticeQuerySet:
        """What stands above this person's pages, newest first."""
        return self.standing_for(user).filter(is_letter_only=False)

    def standing_for(self, user: User) -> NoticeQuerySet:
        """What this person was told and has not dismissed yet, newest first."""
        gone = NoticeDismissal.objects.filter(notice_id=OuterRef("pk"), person_id=user.pk)
        standing = Q(ends_at=None) | Q(ends_at__gt=timezone.now())
        mine = Q(person_id=user.pk) | Q(person=None)
        return self.filter(mine & standing).exclude(Exists(gone)).order_by("-pk")


class Notice(models.Model):
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="notices",
    )
    title = models.CharField(max_length=120)
    body = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=200, blank=True)
    about = models.CharField(
        max_length=80, blank=True
    )  # what it is about: told once while it stands
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    is_letter_only = models.BooleanField(default=False)  # they declined to see it on their pages

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="notice_person")]

    def __str__(self) -> str:
        return self.title


class NoticeDismissal(models.Model):
    """Somebody put a notice away."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="dismissals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "person"], name="one_dismissal_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} dismissed {self.notice_id}"
