"""The models on offer in Django's admin: hidden, favoured, named, asked for again."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from generations import queue
from generations.models import Offer


@admin.register(Offer)
class OfferAdmin(ModelAdmin):
    """Hide a model, favour it for the team, or give it another name."""

    list_display = (
        "provider",
        "model",
        "label",
        "is_hidden",
        "is_favourite",
        "is_waiting",
        "gone_at",
    )
    list_editable = ("label", "is_hidden", "is_favourite", "is_waiting")
    list_filter = ("provider", "is_hidden", "is_favourite", "is_waiting")
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
