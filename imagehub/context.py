"""What every page's frame shows, beside the person signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """Team's name and whether the page travels in the clear over a public address."""
    return {"team_name": settings.TEAM_NAME, "in_the_clear": _in_the_clear(request)}


def _in_the_clear(request: HttpRequest) -> bool:
    host = request.get_host().rsplit(":", 1)[0]
    return not request.is_secure() and host not in ("127.0.0.1", "localhost", "[::1]", "testserver")
