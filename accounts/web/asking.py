"""Who asks, once a page knows that somebody is signed in."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from accounts.models import User


def person(request: HttpRequest) -> User:
    """The person behind a request that `login_required` let in."""
    return cast(User, request.user)
