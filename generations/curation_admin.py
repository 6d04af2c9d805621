"""What people add to pictures, in Django's admin: looked at, not edited. Private names are masked."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from generations.admin import MASK, ReadOnly
from generations.models import Attempt, Collection, Pace, SavedSearch


class Masked(ReadOnly):
    """A private row stands in the list, masked, and has no page: its title would be its name.

    Nothing is searched by name: that would find private ones. Tags are not here at all, since a
    word may belong to private pictures only.
    """

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        is_private = getattr(obj, "visibility", "") == "private"
        return super().has_view_permission(request, obj) and not is_private


@admin.register(Collection)
class CollectionAdmin(Masked):
    list_display = fields = ("uid", "owner", "shown_name", "visibility", "created_at")
    readonly_fields = ("shown_name",)
    list_filter = ("visibility",)
    list_select_related = ("owner",)
    search_fields = ("=uid", "owner__email")

    @admin.display(description="name")
    def shown_name(self, collection: Collection) -> str:
        return MASK if collection.is_private else collection.name


@admin.register(SavedSearch)
class SavedSearchAdmin(Masked):
    list_display = fields = ("uid", "owner", "shown_name", "shown_query", "visibility")
    readonly_fields = ("shown_name", "shown_query")
    list_filter = ("visibility",)
    list_select_related = ("owner",)
    search_fields = ("=uid", "owner__email")

    @admin.display(description="name")
    def shown_name(self, search: SavedSearch) -> str:
        return MASK if search.visibility == "private" else search.name

    @admin.display(description="search")
    def shown_query(self, search: SavedSearch) -> str:
        return MASK if search.visibility == "private" else search.query


@admin.register(Attempt)
class AttemptAdmin(ReadOnly):
    """Every POST that left the house."""

    list_display = fields = (
        *("generation_id", "number", "sent_at", "answered_at", "http_status", "code"),
    )
    list_filter = ("code",)
    show_full_result_count = False


@admin.register(Pace)
class PaceAdmin(ReadOnly):
    list_display = fields = tuple(field.name for field in Pace._meta.fields)
