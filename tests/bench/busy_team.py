"""`python -m tests.bench.busy_team PEOPLE JOBS`: a team and its library; prints what an admin needs.

Half of the library is paid by one team key; every day is closed, as the nightly work leaves it.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from importlib import import_module
from typing import Any

import django


def main(people: int, jobs: int) -> None:
    django.setup()
    from accounts.models import User
    from accounts.people import invitations
    from generations.models import Picture
    from generations.services.insight import daily_counts
    from tests.seed import library

    ada = User.objects.create_user("ada@example.org", role="admin")
    team = [User.objects.create_user(f"p{number}@example.org") for number in range(people - 1)]
    library.fill([ada, *team], jobs)
    invitations.invite([f"q{n}@example.org" for n in range(people)], role="member", days=7, by=ada)
    key = _team_key(ada)
    today = daily_counts.today()
    daily_counts.of_days(today - timedelta(days=800), today)
    Picture.objects.filter(pk=Picture.objects.latest("pk").pk).update(visibility="private")
    told = {
        "session": _session(ada),
        "key": key,
        "member": team[0].pk,
        "private": str(Picture.objects.latest("pk").uid),
    }
    print(json.dumps(told))


def _team_key(owner: Any) -> int:
    from accounts.models import ProviderKey
    from generations.models import Generation

    key = ProviderKey.objects.create(
        owner=owner, provider="fastapi", label="Studio", last4="7c1e", sealed="x", share="everyone"
    )
    Generation.objects.filter(provider="fastapi").update(key=key)
    return key.pk


def _session(person: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
