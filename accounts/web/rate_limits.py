"""Slows down whoever knocks too often at a door of ours; allauth does it at its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

View = Callable[..., HttpResponseBase]


def limited(action: str, rate: str, *, looks_too: bool = False) -> Callable[[View], View]:
    """`rate` in allauth's words: "20/m/ip", "5/h/user". `looks_too`: opening the page counts."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not ratelimit.consume(
                request, app="imagehub", action=action, config={action: rate}, limit_get=looks_too
            ):
                return render(request, "429.html", status=429)
            return view(request, *args, **kwargs)

        return guarded

    return guard
