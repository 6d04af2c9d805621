"""Mounts the faces."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from imagehub.health import health
from imagehub.mark import favicon

handler500 = "accounts.web.errors.broken"
urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("favicon.ico", favicon),
    path("", include("accounts.urls")),
    path("", include("generations.web.urls")),
    path("team/", include("generations.web.team.urls")),
    path("admin/", admin.site.urls),
]
