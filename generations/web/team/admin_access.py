"""Only admins come in here; for everybody else these pages do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase

from generations.web.page_access import Asking, signed_in

P = ParamSpec("P")


def admins_only(
    view: Callable[Concatenate[Asking, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """404 for members and viewers, the sign-in page for strangers."""

    @wraps(view)
    def guarded(request: Asking, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_admin:
            raise Http404
        return view(request, *args, **kwargs)

    return signed_in(guarded)  # type: ignore[arg-type]
