"""Views that are imported when first asked for: passkeys and OpenID Connect weigh 15 MB."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string


def lazily(path: str) -> Callable[..., HttpResponse]:
    """The view of that dotted path."""

    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return import_string(path)(request, *args, **kwargs)

    return view
