"""The content security policy: strict everywhere, and as wide as unfold needs under /admin/."""

from __future__ import annotations

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ADMIN = {"script-src": ["'self'", "'unsafe-eval'"], "style-src": ["'self'", "'unsafe-inline'"]}


class ContentSecurityPolicy(CSPMiddleware):
    """django-csp's middleware, with the admin's two exceptions (unfold runs on Alpine)."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith(f"{settings.URL_PATH}/admin/") and not hasattr(
            response, "_csp_replace"
        ):
            response._csp_replace = ADMIN  # type: ignore[attr-defined]
        return super().process_response(request, response)
