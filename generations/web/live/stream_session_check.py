"""Who stands behind a stream's session, and whether they are still welcome."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.sign_in import second_factor


def person_of(session_key: str) -> int | None:
    """The id of the active person whose session that is, by Django's own check."""
    if not session_key:
        return None
    request = HttpRequest()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(session_key)
    user = get_user(request)
    if not isinstance(user, User) or not user.is_active or second_factor.is_owed_by(user):
        return None
    return user.pk


def still_welcome(windows: dict[str, int]) -> set[str]:
    """Of these sessions (key -> person), those that still stand."""
    standing = set(
        Session.objects.filter(session_key__in=windows, expire_date__gt=timezone.now()).values_list(
            "session_key", flat=True
        )
    )
    people = set(
        User.objects.filter(pk__in=set(windows.values()), is_active=True).values_list(
            "pk", flat=True
        )
    )
    people -= second_factor.owing(people)
    return {key for key, person in windows.items() if key in standing and person in people}
