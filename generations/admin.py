"""Django's admin for jobs, pictures, the diary and the models on offer. Rows are read, not edited.

A private row shows owner, state, cost and code; its words and pictures read "private" and are
not searched (rules.md section 5).
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from generations import queue
from generations.models import Attempt, Beat, Event, Generation, Offer, Picture

MASK = "private"


class ReadOnly(ModelAdmin):
    """A table to look at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class AttemptInline(TabularInline):
    model = Attempt
    extra = 0
    can_delete = False
    fields = readonly_fields = ("number", "sent_at", "answered_at", "http_status", "code")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Generation)
class GenerationAdmin(ReadOnly):
    list_display = (
        "uid",
        "requester",
        "status",
        "code",
        "provider",
        "model",
        "cost_usd",
        "cost_kind",
        "posts",
        "created_at",
    )
    list_filter = ("status", "code", "provider", "cost_kind", "visibility")
    search_fields = ("=uid", "requester__email", "model", "=reference", "provider_code")
    search_help_text = "Id, person, model, the router's reference or code. Never prompts."
    date_hierarchy = "created_at"
    list_select_related = ("requester",)
    inlines = (AttemptInline,)
    fields = (
        ("uid", "batch"),
        ("requester", "visibility"),
        ("provider", "model", "key_label", "key_last4"),
        "shown_prompt",
        "shown_options",
        ("status", "code", "http_status", "provider_code"),
        ("shown_message", "may_have_charged"),
        ("posts", "polls", "reference"),
        ("cost_usd", "cost_kind", "estimate_low", "estimate_high"),
        ("created_at", "sent_at", "generating_at", "answered_at", "finished_at"),
        ("lease_owner", "lease_until", "due_at"),
    )
    readonly_fields = ("shown_prompt", "shown_options", "shown_message")

    @admin.display(description="prompt")
    def shown_prompt(self, job: Generation) -> str:
        return MASK if job.is_private else job.prompt

    @admin.display(description="settings")
    def shown_options(self, job: Generation) -> str:
        return MASK if job.is_private else str(job.options)

    @admin.display(description="the router's words")
    def shown_message(self, job: Generation) -> str:
        return MASK if job.is_private else job.message


@admin.register(Picture)
class PictureAdmin(ReadOnly):
    list_display = (
        "uid",
        "owner",
        "format",
        "width",
        "height",
        "bytes",
        "created_at",
        "trashed_at",
    )
    list_filter = ("format", "visibility")
    search_fields = ("=uid", "owner__email")
    search_help_text = "Id or person."
    list_select_related = ("owner",)
    fields = (
        ("uid", "owner", "visibility"),
        ("format", "width", "height", "bytes"),
        "shown_revised",
        ("created_at", "thumbed_at", "trashed_at"),
    )
    readonly_fields = ("shown_revised",)

    @admin.display(description="revised prompt")
    def shown_revised(self, picture: Picture) -> str:
        return MASK if picture.visibility == "private" else picture.revised_prompt


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ("id", "at", "kind", "code", "generation_id", "actor")
    list_filter = ("kind", "code")
    list_select_related = ("actor",)
    fields = ("at", "kind", "code", "actor")


@admin.register(Beat)
class BeatAdmin(ReadOnly):
    list_display = ("name", "at")


@admin.register(Offer)
class OfferAdmin(ModelAdmin):
    """Hide a model, favour it for the team, or give it another name."""

    list_display = ("provider", "model", "label", "is_hidden", "is_favourite", "seen_at", "gone_at")
    list_editable = ("label", "is_hidden", "is_favourite")
    list_filter = ("provider", "is_hidden", "is_favourite")
    search_fields = ("model", "label")
    fields = ("provider", "model", "label", "is_hidden", "is_favourite", "seen_at", "gone_at")
    readonly_fields = ("seen_at", "gone_at")
    actions = ("ask_routers_again",)

    @admin.action(description="Ask these routers for their models now")
    def ask_routers_again(self, request: HttpRequest, offers: QuerySet[Offer]) -> None:
        for provider in sorted({offer.provider for offer in offers}):
            queue.refresh_offers(provider)
        self.message_user(request, "The routers are being asked. The list follows in a moment.")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
