"""`python -m tests.bench_admin`: server time of every admin page, 50 people and 100,000 jobs.

In this process, without a network: what the product adds. Wants an empty IMAGEHUB_DATA_DIR.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from datetime import timedelta
from typing import Any

import django

PAGES = (
    "/team/usage/",
    "/team/storage/",
    "/team/limits/",
    "/team/models/",
    "/team/models/?provider=openrouter",
    "/team/providers/",
    "/team/announcements/",
    "/keys/",
    "/keys/{key}/uses/",
    "/team/usage/people.csv",
    "/admin/",
    "/admin/generations/generation/",
    "/admin/generations/picture/",
    "/admin/generations/event/",
    "/admin/accounts/user/",
)
AIM_MS = 100


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench_admin")
    parser.add_argument("--jobs", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--runs", type=int, default=15)
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imagehub.settings")
    os.environ.setdefault("IMAGEHUB_LOG_LEVEL", "ERROR")
    django.setup()
    client, key = _stage(wanted.people, wanted.jobs)
    print(f"{wanted.people} people, {wanted.jobs:,} jobs; median of {wanted.runs}, ms")
    slow = 0
    for page in PAGES:
        took = _timed(client, page.format(key=key), wanted.runs)
        slow += took > AIM_MS
        print(f"{page:<38}{took:8.1f}{' *' if took > AIM_MS else ''}", flush=True)
    sys.exit(bool(slow))


def _stage(people: int, jobs: int) -> tuple[Any, int]:
    """The team and its library, half of it paid by one key, with every day closed as at night."""
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from accounts.models import ProviderKey, User
    from generations.models import Generation
    from generations.services import tally
    from tests.seed import library

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    ada = User.objects.filter(email="ada@example.org").first()
    if ada is None:
        ada = User.objects.create_user("ada@example.org", role="admin")
        team = [User.objects.create_user(f"p{number}@example.org") for number in range(people - 1)]
        library.fill([ada, *team], jobs)
        key = ProviderKey.objects.create(
            owner=ada,
            provider="fastapi",
            label="Studio",
            last4="7c1e",
            sealed="x",
            share="everyone",
        )
        Generation.objects.filter(provider="fastapi").update(key=key)
        today = timezone.localdate()
        tally.of_days(today - timedelta(days=800), today)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    return client, ProviderKey.objects.get(label="Studio").pk


def _timed(client: Any, page: str, runs: int) -> float:
    took = []
    for _ in range(runs + 2):
        begin = time.perf_counter()
        answer = client.get(page)
        list(answer.streaming_content) if answer.streaming else answer.content
        took.append(1000 * (time.perf_counter() - begin))
        assert answer.status_code == 200, (page, answer.status_code)
    return statistics.median(took[2:])


if __name__ == "__main__":
    main()
