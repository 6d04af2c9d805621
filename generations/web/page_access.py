"""Who may come in: the first question of every page of the workspace."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django_htmx.middleware import HtmxDetails

from accounts.models import User

P = ParamSpec("P")


class Asking(HttpRequest):
    """A request of somebody signed in, as our views see it."""

    user: User
    htmx: HtmxDetails


View: TypeAlias = Callable[Concatenate[Asking, P], HttpResponseBase]


def signed_in(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Sends strangers to the sign-in page; a swap in an old window takes the whole window there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)  # type: ignore[arg-type]
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": resolve_url("account_login")})
        return redirect_to_login(request.get_full_path())

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], guarded)
