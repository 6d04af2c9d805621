"""Mounts the faces: the event stream and static files beside Django, everything else in it."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imagehub.settings")
_django = get_asgi_application()  # sets Django up: the imports below need that

from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler  # noqa: E402

from generations.web.live import event_stream  # noqa: E402
from imagehub.http.asgi_types import Receive, Scope, Send  # noqa: E402
from imagehub.http.static import StaticFiles  # noqa: E402
from imagehub.lifespan import lifespan  # noqa: E402

_static = StaticFiles(root=settings.STATIC_ROOT, prefix=settings.STATIC_URL)
_sources = ASGIStaticFilesHandler(_django)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """By path; in DEBUG static files come from their sources, through Django."""
    path = scope.get("path", "")
    if scope["type"] == "http" and settings.URL_PATH:
        path = _with_the_root(scope)
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif path == f"{settings.URL_PATH}/events":
        await event_stream.app(scope, receive, send)
    elif path.startswith(settings.STATIC_URL):
        await (_sources if settings.DEBUG else _static)(scope, receive, send)
    elif scope["type"] == "http":
        await _django(scope, receive, send)


def _with_the_root(scope: Scope) -> str:
    """A proxy may pass the path of IMAGEHUB_URL on or take it away: here it is always there."""
    root, path = settings.URL_PATH, str(scope["path"])
    if path == root or not path.startswith(f"{root}/"):
        path = f"{root}/" if path == root else root + path
        scope["path"] = path
    return path
