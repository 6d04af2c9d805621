"""Addresses of the admins' pages."""

from django.urls import path

from generations.web.team import (
    announcements,
    break_glass_page,
    limit_pages,
    model_pages,
    provider_pages,
    storage_page,
    usage_page,
)

urlpatterns = [
    path("usage/", usage_page.page, name="team_usage"),
    path("usage/<slug:key>.csv", usage_page.export, name="team_usage_csv"),
    path("storage/", storage_page.page, name="team_storage"),
    path("storage.csv", storage_page.export, name="team_storage_csv"),
    path("limits/", limit_pages.page, name="team_limits"),
    path("limits.csv", limit_pages.export, name="team_limits_csv"),
    path("limits/<int:pk>/remove/", limit_pages.remove, name="team_limit_remove"),
    path("models/", model_pages.page, name="team_models"),
    path("models.csv", model_pages.export, name="team_models_csv"),
    path("models/approve/", model_pages.approve, name="team_models_approve"),
    path("models/ask/", model_pages.ask_again, name="team_models_ask"),
    path("providers/", provider_pages.page, name="team_providers"),
    path("providers.csv", provider_pages.export, name="team_providers_csv"),
    path("announcements/", announcements.page, name="team_announcements"),
    path("announcements.csv", announcements.export, name="team_announcements_csv"),
    path("announcements/<int:pk>/end/", announcements.end, name="team_announcement_end"),
    path("private/<uuid:uid>/", break_glass_page.page, name="team_opening"),
    path("private/<uuid:uid>/image", break_glass_page.image, name="team_opening_image"),
]
