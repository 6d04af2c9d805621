"""(g) Every page of the administration, with a team and a library behind it."""

from __future__ import annotations

import json
import time

import httpx2

from tests.bench.product_and_routers import Theatre
from tests.bench.results_table import Line, line
from tests.bench.rounds import Effort

AIM_MS = 100
WARM_UP = 2
PAGES = (
    *("/team/", "/team/members.csv", "/team/invitations.csv"),
    *("/team/{member}/", "/team/{member}/close/", "/team/{member}/delete/"),
    *("/team/usage/", "/team/usage/people.csv", "/team/storage/", "/team/storage.csv"),
    *("/team/limits/", "/team/limits.csv", "/team/models/", "/team/models/?provider=openrouter"),
    *("/team/models.csv", "/team/providers/", "/team/providers.csv", "/team/announcements/"),
    *("/team/announcements.csv", "/team/private/{private}/"),
    *("/keys/", "/keys/{key}/share/", "/keys/{key}/uses/", "/keys/{key}/uses.csv"),
    *("/admin/", "/admin/accounts/user/", "/admin/accounts/providerkey/"),
    *("/admin/accounts/providersetting/", "/admin/accounts/limit/", "/admin/accounts/notice/"),
    *("/admin/generations/generation/", "/admin/generations/generation/?status__exact=done"),
    *("/admin/generations/generation/?q=boat", "/admin/generations/picture/"),
    *("/admin/generations/event/", "/admin/generations/offer/", "/admin/generations/opening/"),
    *("/admin/generations/daytally/", "/admin/generations/beat/"),
    *("/admin/generations/collection/", "/admin/generations/savedsearch/"),
    *("/admin/generations/attempt/", "/admin/accounts/invitation/"),
    *("/admin/usersessions/usersession/", "/admin/mfa/authenticator/"),
    *("/admin/django_q/schedule/", "/admin/django_q/failure/"),
)


def measure(theatre: Theatre, effort: Effort) -> list[Line]:
    """Medians of whole answers, one after the other."""
    with theatre.stage() as stage:
        told = stage.run("-m", "tests.bench.busy_team", str(effort.people), str(effort.library))
        office = json.loads(told.splitlines()[-1])
        with stage.browser(office["session"]) as browser:
            return [
                line("g", page, _timed(browser, page.format(**office), effort), "ms", AIM_MS)
                for page in PAGES
            ]


def _timed(browser: httpx2.Client, page: str, effort: Effort) -> list[float]:
    took = []
    for _ in range(WARM_UP + effort.looks):
        begin = time.perf_counter()
        browser.get(page).raise_for_status()
        took.append(1000 * (time.perf_counter() - begin))
    return took[WARM_UP:]
