"""`/health` answers whatever the Host: a probe asks by the container's own address."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from imagehub.http.health import health


class HealthForAnyHost:
    """Before everything that looks at the Host, at a session or at a person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.removeprefix(settings.URL_PATH) in ("/health", "/health/"):
            return health(request)
        return self.get_response(request)
