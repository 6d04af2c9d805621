"""Mounts the faces."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from imagehub.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("admin/", admin.site.urls),
]
