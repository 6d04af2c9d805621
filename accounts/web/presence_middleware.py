"""Around every request of somebody signed in: their clock, when they were here, what they owe."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, resolve
from django.utils import timezone

from accounts.models import User
from accounts.people import date_format
from accounts.sign_in import second_factor

EVERY_S = 60  # how exactly "last seen" is kept
MOST_REMEMBERED = 5000
ALLOWED = ("mfa_", "account_reauthenticate", "account_logout", "account_login", "theme", "health")


class Presence:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._seen: dict[str, float] = {}  # session -> when it was last written down

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        person = get_user(request)
        if not isinstance(person, User):
            return self.get_response(request)
        request.user = person  # Django's stands behind a proxy, which a page asks hundreds of times
        self._note(request, person)
        if not _is_allowed(request.path) and second_factor.is_owed_by(person):
            return _lead(request)
        with date_format.as_read_by(person):
            return self.get_response(request)

    def _note(self, request: HttpRequest, person: User) -> None:
        """Writes down that they were here, at most once a minute and session."""
        key, now = request.session.session_key or "", time.monotonic()
        if now - self._seen.get(key, -EVERY_S) < EVERY_S:
            return
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.clear()
        self._seen[key] = now
        moment = timezone.now()
        stale = moment - timedelta(seconds=EVERY_S)
        if person.last_seen_at is None or person.last_seen_at < stale:
            User.objects.filter(pk=person.pk).update(last_seen_at=moment)
        known = UserSession.objects.filter(session_key=key)
        if not known.update(last_seen_at=moment):
            UserSession.objects.create_from_request(request)


def _is_allowed(path: str) -> bool:
    try:
        name = resolve(path).url_name or ""
    except Resolver404:
        return True
    return name.startswith(ALLOWED)


def _lead(request: HttpRequest) -> HttpResponse:
    """To the page where a second factor is set up, before anything else."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": resolve_url("mfa_index")})
    messages.info(request, "Your team asks everybody for a second factor. Set one up to go on.")
    return redirect("mfa_index")
