"""Times every answer of one library, and proves each search. Prints JSON; run by `make bench i=l`.

    python -m tests.bench.library.timed [RUNS]      in the environment of a filled data folder

Times are of the server's whole answer (middleware, view, template) without the network.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from tests.bench.library.search_cases import CASES
from tests.bench.results_table import percentile

WARM_UP = 3
PAGE = 60  # tiles of a whole page
PAGE_MS, BROAD_MS = 60, 150  # aims for the 95th percentile
BROAD = ("two letters", "select all")
SWAP = {"HX-Request": "true", "HX-Target": "div#found"}


@dataclass(frozen=True, kw_only=True)
class Timed:
    """One kind of answer, milliseconds."""

    name: str
    median: float
    p95: float
    work: float  # median of this processor's time
    aim: float  # for p95
    found: str = ""
    is_compared: bool = False  # with the same of another size: a whole page of what filters find


def main() -> None:
    _begin()
    from generations.models import Picture
    from tests.bench.library import brute_force_check

    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    month = _month()
    told = {
        "pictures": Picture.objects.count(),
        "timed": [asdict(one) for one in _all(month, runs)],
        "proven": brute_force_check.prove(month),
        "searches": len(CASES),
    }
    print(json.dumps(told))


def _begin() -> None:
    import django

    os.environ["IMAGEHUB_LOG_LEVEL"] = "ERROR"
    django.setup()
    from django.conf import settings

    from imagehub import warm_up

    settings.ALLOWED_HOSTS = ["*"]
    warm_up.up()  # as the web process does


def _month() -> str:
    from generations.models import Picture

    last = Picture.objects.order_by("-pk").values_list("pk", flat=True)[0]
    middle = Picture.objects.filter(pk__gte=last // 3).order_by("pk")[0]
    return f"{middle.created_at:%Y-%m}"


def _all(month: str, runs: int) -> Iterator[Timed]:
    from django.test import Client

    from accounts.models import User

    bob = User.objects.get(email="bob@example.org")
    client = Client(headers={"host": "localhost"})
    client.force_login(bob)
    clock = Clock(client, runs)
    yield from _places(clock, month)
    yield from _searches(clock, bob, month)
    yield from _pages(clock, bob)


class Clock:
    """Asks for the same page again and again."""

    def __init__(self, client: Any, runs: int) -> None:
        self._client, self._runs = client, runs

    def time(self, name: str, path: str, found: str = "", swap: bool = False, **data: str) -> Timed:
        took, worked = [], []
        for _ in range(WARM_UP + self._runs):
            begin, work = time.perf_counter(), time.process_time()
            answer = self._client.get(path, data, headers=SWAP if swap else {})
            took.append(1000 * (time.perf_counter() - begin))
            worked.append(1000 * (time.process_time() - work))
            assert answer.status_code == 200, (path, answer.status_code)
        return Timed(
            name=name,
            median=statistics.median(took[WARM_UP:]),
            p95=percentile(took[WARM_UP:], 95),
            work=statistics.median(worked[WARM_UP:]),
            aim=BROAD_MS if name in BROAD else PAGE_MS,
            found=found,
        )


def _places(clock: Clock, month: str) -> Iterator[Timed]:
    from generations.models import Picture

    yield replace(clock.time("first page", "/"), is_compared=True)
    yield clock.time("first page, the list alone", "/", swap=True)
    top = Picture.objects.order_by("-pk").values_list("pk", flat=True)[0]
    deep = str(max(1, top - 500 * 60))
    yield clock.time("page 500 deep", "/gallery/", past=deep, day="2026-01-01")
    yield replace(clock.time("jump to a month", "/", swap=True, at=month), is_compared=True)


def _searches(clock: Clock, person: Any, month: str) -> Iterator[Timed]:
    from generations.library.search import picture_search

    for case in CASES[1:]:
        q = case.q.format(month=month)
        count = picture_search.count(picture_search.read(person, {"q": q}))
        found = f"{picture_search.COUNTED:,}+" if count > picture_search.COUNTED else f"{count:,}"
        told = clock.time(case.name, "/", found=found, swap=True, q=q)
        yield replace(told, is_compared=case.is_filtered and count > PAGE)


def _pages(clock: Clock, person: Any) -> Iterator[Timed]:
    from generations.models import Picture

    seen = Picture.objects.visible_to(person).order_by("-pk")
    top = seen.values_list("pk", flat=True)[0]
    picture = f"/pictures/{seen.filter(pk__lte=top // 2)[0].uid}/"
    yield clock.time("picture with its neighbours", picture)
    yield clock.time("picture in a search", picture, q="boat")
    for q in ("provider:openrouter", "aspect:tall", "cost:>0.1"):
        yield clock.time(f"count of {q}", "/gallery/count/", q=q)
    day = f"{seen[0].created_at:%Y-%m-%d}"
    yield clock.time("count of a day", f"/gallery/day/{day}/", q="provider:openrouter")
    yield clock.time("new since", "/gallery/new/", newest=str(max(1, top - 20)), q="boat")
    yield clock.time("collections", "/collections/")
    yield clock.time("select all", "/bulk/count/", query="q=boat")
    yield from _prompts(clock, person)


def _prompts(clock: Clock, person: Any) -> Iterator[Timed]:
    """The history in every order, and failed jobs."""
    from generations.library.search import failed_job_search, picture_search, prompt_search

    asked = [
        {"scope": scope, "order": order}
        for scope in prompt_search.SCOPES
        for order in prompt_search.ORDERS
    ]
    words = ("boat", "zeppelin", "submarine")
    asked += [
        {"scope": "team", "order": order, "q": q} for order in prompt_search.ORDERS for q in words
    ]
    for data in asked:
        count = prompt_search.count(prompt_search.read(person, data))
        found = f"{prompt_search.COUNTED:,}+" if count > prompt_search.COUNTED else f"{count:,}"
        name = " ".join(["prompts:", *data.values()])
        yield clock.time(name, "/prompts/", found=found, **data)
    yield clock.time("prompts: recall", "/prompts/recall/")
    for word in ("", *words, "person:alice boat"):
        q = f"is:failed {word}".strip()
        found = f"{failed_job_search.count(picture_search.read(person, {'q': q})):,}"
        yield clock.time(q, "/", found=found, swap=True, q=q)


if __name__ == "__main__":
    main()
