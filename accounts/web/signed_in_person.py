"""Who asks, once a page knows that somebody is signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import User

View = Callable[..., HttpResponseBase]


def person(request: HttpRequest) -> User:
    """The person behind a request that `login_required` let in."""
    return cast(User, request.user)


def admins_only(view: View) -> View:
    """Strangers sign in first; everybody else is told that the page is for admins."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not person(request).is_admin:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)
