"""The page of a person's own provider keys."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The keys, and the form for another one."""
    return render(request, "accounts/keys.html")
