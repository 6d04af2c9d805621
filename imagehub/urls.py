"""Mounts the faces."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from imagehub.http.favicon import favicon
from imagehub.http.health import health

handler500 = "accounts.web.error_pages.broken"
_pages: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("favicon.ico", favicon),
    path("", include("accounts.urls")),
    path("", include("generations.web.urls")),
    path("team/", include("generations.web.team.urls")),
    path("admin/", admin.site.urls),
]

# The path of IMAGEHUB_URL is part of every pattern, and not a script name: that one lives in a
# variable of the thread, and what is drawn in a thread of ours would forget it.
_root = settings.URL_PATH.removeprefix("/")
urlpatterns = [path(f"{_root}/", include(_pages))] if _root else _pages
