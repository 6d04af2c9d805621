"""Company sign-in: allauth's dance with the OpenID provider, and our words where it stumbles."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from requests import RequestException

from accounts.web.rate_limits import limited

log = logging.getLogger("imagehub.company")
PROVIDER = "company"
BROKEN = (RequestException, OAuth2Error, ValueError, KeyError, TypeError, AttributeError)


@never_cache
@limited("company", "30/m/ip")
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the provider; a GET (a bookmark) goes to our sign-in page."""
    _only_if_on(provider_id)
    if request.method != "POST":
        return redirect("account_login")
    return _danced(request, views.login)


@never_cache
@limited("company_back", "60/m/ip", looks_too=True)
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider, with its word on who this is."""
    _only_if_on(provider_id)
    return _danced(request, views.callback)


def cancelled(request: HttpRequest) -> HttpResponse:
    """The person said no at the provider."""
    return _stumbled(request, "cancelled", 200)


def _danced(request: HttpRequest, view: Callable[..., Any]) -> HttpResponse:
    try:
        response: HttpResponse = view(request, PROVIDER)
    except BROKEN as error:
        log.warning("company sign-in failed: %s: %s", type(error).__name__, error)
        return _stumbled(request, "down", 502)
    return response


def _stumbled(request: HttpRequest, why: str, status: int) -> HttpResponse:
    context = {"why": why, "name": settings.OIDC_NAME}
    page = "socialaccount/authentication_error.html"
    return render(request, page, context, status=status)


def _only_if_on(provider_id: str) -> None:
    if not settings.OIDC_ISSUER or provider_id != PROVIDER:
        raise Http404
