"""What every page's frame shows, beside the person signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Notice, User

MOST = 5  # notices at once


def shell(request: HttpRequest) -> dict[str, object]:
    """Team's name, what waits to be read, and whether the page travels in the clear."""
    return {
        "team_name": settings.TEAM_NAME,
        "in_the_clear": _in_the_clear(request),
        "notices": SimpleLazyObject(lambda: _notices(request)),
    }


def _notices(request: HttpRequest) -> list[Notice]:
    """Asked for by whole pages only: a lazy object that nobody prints costs nothing."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not Notice.objects.order_by().values("pk")[:1]:
        return []  # mostly nobody has any: the long question takes a millisecond to be put
    return list(Notice.objects.shown_to(user)[:MOST])


def _in_the_clear(request: HttpRequest) -> bool:
    """By the header as it came: `get_host` raises where the Host is what was wrong."""
    host = str(request.META.get("HTTP_HOST", "testserver")).rsplit(":", 1)[0]
    return not request.is_secure() and host not in ("127.0.0.1", "localhost", "[::1]", "testserver")
