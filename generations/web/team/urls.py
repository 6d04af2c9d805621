"""Addresses of the admins' pages."""

from django.urls import path

from generations.web.team import (
    announcements,
    limits,
    models,
    openings,
    providers,
    storage,
    usage,
)

urlpatterns = [
    path("usage/", usage.page, name="team_usage"),
    path("usage/<slug:key>.csv", usage.export, name="team_usage_csv"),
    path("storage/", storage.page, name="team_storage"),
    path("storage.csv", storage.export, name="team_storage_csv"),
    path("limits/", limits.page, name="team_limits"),
    path("limits.csv", limits.export, name="team_limits_csv"),
    path("limits/<int:pk>/remove/", limits.remove, name="team_limit_remove"),
    path("models/", models.page, name="team_models"),
    path("models.csv", models.export, name="team_models_csv"),
    path("models/approve/", models.approve, name="team_models_approve"),
    path("models/ask/", models.ask_again, name="team_models_ask"),
    path("providers/", providers.page, name="team_providers"),
    path("providers.csv", providers.export, name="team_providers_csv"),
    path("announcements/", announcements.page, name="team_announcements"),
    path("announcements.csv", announcements.export, name="team_announcements_csv"),
    path("announcements/<int:pk>/end/", announcements.end, name="team_announcement_end"),
    path("private/<uuid:uid>/", openings.page, name="team_opening"),
    path("private/<uuid:uid>/image", openings.image, name="team_opening_image"),
]
