"""The page for a form that came from elsewhere or after signing out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Says what to do; the reason is for the log, Django writes it there."""
    return render(request, "403_csrf.html", status=403)
