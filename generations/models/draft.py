"""What a person has in the composer: kept on the server, never in the browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User

_CLOSED = timedelta(days=1)  # an open tab saves more often (draft-save.js)


class DraftQuerySet(models.QuerySet["Draft"]):
    def at_hand(self, user: User, tab: str = "") -> Draft | None:
        """That tab's own, else what this person wrote last, wherever that was."""
        rows = self.filter(user=user).order_by("-updated_at", "-pk")
        return (rows.filter(tab=tab).first() if tab else None) or rows.first()

    def put(self, user: User, tab: str, **fields: Any) -> Draft:
        """Writes these fields into that tab's draft; the rest stays, or is that of the one at hand.

        Without a tab nothing of any tab is written over.
        """
        there = self.at_hand(user, tab)
        kept = {name: getattr(there, name) for name in _KEPT} if there else {}
        begun = {"visibility": user.default_visibility} | kept
        draft, _ = self.update_or_create(user=user, tab=tab, defaults=begun | fields)
        return draft

    def of_closed_tabs(self) -> DraftQuerySet:
        """Not written to for a day, and not what its person wrote last."""
        newer = self.filter(user=OuterRef("user"), updated_at__gt=OuterRef("updated_at"))
        return self.filter(Exists(newer), updated_at__lt=timezone.now() - _CLOSED)


class Draft(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    tab = models.CharField(max_length=32, blank=True)  # of the browser; empty without scripts
    edit = models.PositiveBigIntegerField(default=0)  # counts what was typed in that tab
    provider = models.SlugField(max_length=40, blank=True)
    model = models.CharField(max_length=200, blank=True)
    prompt = models.TextField(blank=True)
    replaced = models.TextField(blank=True)  # what a prompt of the history took the place of
    texts = models.JSONField(default=dict)  # option name -> what stands in its field
    tray = models.JSONField(default=dict)  # web/inputs/tray_form.py: what lies in the tray
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

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "tab"], name="draft_of_a_tab")]

    def __str__(self) -> str:
        return f"draft of {self.user_id}"


_KEPT = (
    *("provider", "model", "prompt", "texts", "tray", "visibility", "count", "key_label"),
    *("collection", "remix_of"),
)
