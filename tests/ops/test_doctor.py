"""`manage.py doctor` says what it sees, and no password of anybody."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.utils import timezone

from tests.factories import make_user


def _doctor() -> str:
    out = StringIO()
    call_command("doctor", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_it_tells_proxies_and_where_the_last_sign_ins_came_from(settings: Any) -> None:
    settings.PROXIES = "1"
    UserSession.objects.create(
        user=make_user(), ip="203.0.113.9", session_key="k", last_seen_at=timezone.now(), data={}
    )
    assert "proxies: IMAGEHUB_PROXIES=1; the last sign-ins came from 203.0.113.9" in _doctor()


@pytest.mark.django_db
def test_it_tells_the_outgoing_proxy_without_its_password(settings: Any) -> None:
    settings.PROXY = "http://ada:hush-hush@proxy.example:3128"
    said = _doctor()
    assert "outgoing proxy: http://proxy.example:3128" in said
    assert "left to the proxy to judge" in said and "hush" not in said
    assert "authorities known to this machine" in said
