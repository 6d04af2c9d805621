"""How fast the library answers, and that each search finds what looking at every row finds.

    python -m tests.bench_library FOLDER...      data folders filled by `python -m tests.seed N`

Times are of the server's whole answer (middleware, view, template) without the network.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

RUNS, WARM_UP = 20, 3
Times: TypeAlias = list[tuple[float, float]]  # milliseconds by the clock, and of this processor


class Row(NamedTuple):
    """What brute force looks at."""

    id: int
    owner: int
    visibility: str
    prompt: str
    provider: str
    model: str
    edge: int
    shape: str
    cost: float
    seed: str
    day: str


@dataclass
class Known:
    """Relations, read whole."""

    me: int
    others: int
    rare: int
    hearts: set[int]
    hero: set[int]
    spring: set[int]


@dataclass
class Case:
    name: str
    q: str
    fits: Callable[[Row, Known], bool]
    ids: list[int] = field(default_factory=list)


def has(word: str) -> Callable[[Row, Known], bool]:
    return lambda row, _: any(
        each.strip(".,").startswith(word) for each in row.prompt.lower().split()
    )


def both(*tests: Callable[[Row, Known], bool]) -> Callable[[Row, Known], bool]:
    return lambda row, known: all(test(row, known) for test in tests)


CASES = (
    Case("no filter", "", lambda row, _: True),
    Case("person, common", "person:charlie", lambda row, known: row.owner == known.others),
    Case("person, rare", "person:alice", lambda row, known: row.owner == known.rare),
    Case("model", "model:gpt-image-2", lambda row, _: row.model == "gpt-image-2"),
    Case("provider", "provider:openrouter", lambda row, _: row.provider == "openrouter"),
    Case("collection", "collection:spring", lambda row, known: row.id in known.spring),
    Case("tag", "tag:hero", lambda row, known: row.id in known.hero),
    Case("favourites", "is:favourite", lambda row, known: row.id in known.hearts),
    Case("aspect", "aspect:tall", lambda row, _: row.shape == "tall"),
    Case("cost, own", "cost:>0.1", lambda row, known: row.cost > 0.1 and row.owner == known.me),
    Case("size, none", "size:>2k", lambda row, _: row.edge > 2000),
    Case("seed", "seed:777", lambda row, _: row.seed == "777"),
    Case("a month", "date:{month}", lambda row, _: row.day[:7] == MONTH),
    Case("after", "after:{month}", lambda row, _: row.day[:7] >= MONTH),
    Case("before", "before:{month}", lambda row, _: row.day[:7] < MONTH),
    Case("worst pair, empty", "provider:openrouter model:gpt-image-2", lambda row, _: False),
    Case(
        "pair, common",
        "provider:openrouter aspect:wide",
        lambda row, _: row.provider == "openrouter" and row.shape == "wide",
    ),
    Case("word, common", "boat", has("boat")),
    Case("word, rare", "zeppelin", has("zeppelin")),
    Case("word, absent", "submarine", has("submarine")),
    Case("phrase", '"paper boat"', lambda row, _: "paper boat" in row.prompt.lower()),
    Case("two letters", "bo", has("bo")),
    Case(
        "common word, rare person",
        "boat person:alice",
        both(has("boat"), lambda row, known: row.owner == known.rare),
    ),
    Case(
        "rare word, rare person",
        "zeppelin person:alice",
        both(has("zeppelin"), lambda row, known: row.owner == known.rare),
    ),
    Case(
        "three terms",
        "boat watercolour aspect:tall",
        both(has("boat"), has("watercolour"), lambda row, _: row.shape == "tall"),
    ),
    Case(
        "word in a month",
        "boat date:{month}",
        both(has("boat"), lambda row, _: row.day[:7] == MONTH),
    ),
)
MONTH = ""


def main() -> None:
    if len(sys.argv) > 2:  # one process a folder: settings are read once
        for folder in sys.argv[1:]:
            subprocess.run([sys.executable, "-m", "tests.bench_library", folder], check=True)
        return
    _open(sys.argv[1])
    from generations.models import Picture

    count = Picture.objects.count()
    print(f"\n{count:,} pictures; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'milliseconds':30}{'median':>8}{'p95':>8}{'of CPU':>10}   found")
    for name, took, found in _times():
        clock, worked = sorted(one for one, _ in took), statistics.median(two for _, two in took)
        p95 = clock[int(len(clock) * 0.95) - 1]
        row = f"{name:30}{statistics.median(clock):>8.1f}{p95:>8.1f}{worked:>10.1f}   {found}"
        print(row, flush=True)
    _prove()


def _open(folder: str) -> None:
    import django

    os.environ["IMAGEHUB_DATA_DIR"] = folder
    os.environ["IMAGEHUB_LOG_LEVEL"] = "ERROR"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imagehub.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["*"]
    call_command("collectstatic", interactive=False, verbosity=0)
    globals()["MONTH"] = _month()


def _month() -> str:
    from generations.models import Picture

    middle = Picture.objects.filter(pk__gte=(Picture.objects.order_by("-pk")[0].pk // 3)).first()
    assert middle
    return f"{middle.created_at:%Y-%m}"


def _times() -> Iterator[tuple[str, Times, str]]:
    from django.test import Client

    from accounts.models import User
    from generations.library import search
    from generations.models import Picture

    bob = User.objects.get(email="bob@example.org")
    client = Client(headers={"host": "localhost"})
    client.force_login(bob)
    swap = {"HX-Request": "true", "HX-Target": "div#found"}
    yield "first page, whole workspace", _timed(client, "/", {}), ""
    yield "first page, the list alone", _timed(client, "/", {}, swap), ""
    top = Picture.objects.order_by("-pk")[0].pk
    deep = {"past": str(max(1, top - 500 * 60)), "day": "2026-01-01"}
    yield "page 500 deep", _timed(client, "/gallery/", deep), ""
    yield "jump to a month", _timed(client, "/", {"at": MONTH}, swap), ""
    for case in CASES[1:]:
        q = case.q.format(month=MONTH)
        number = search.count(search.read(bob, {"q": q}))
        yield case.name, _timed(client, "/", {"q": q}, swap), f"{number:,}"
    picture = Picture.objects.visible_to(bob).filter(pk__lte=top // 2).order_by("-pk")[0]
    yield "a picture with neighbours", _timed(client, f"/pictures/{picture.uid}/", {}), ""
    yield "… following a search", _timed(client, f"/pictures/{picture.uid}/", {"q": "boat"}), ""
    yield "new since", _timed(client, "/gallery/new/", {"newest": str(top - 20), "q": "boat"}), ""
    yield "collections", _timed(client, "/collections/", {}), ""
    yield from _history(client, bob)


def _history(client: Any, bob: Any) -> Iterator[tuple[str, Times, str]]:
    """Prompts, failed jobs, and what one more job costs to count."""
    from generations.library import history, jobs, prompts, search
    from generations.models import Prompt

    for scope, order, q in (
        *((scope, order, "") for scope in history.SCOPES for order in history.ORDERS),
        *(
            ("team", order, q)
            for order in history.ORDERS
            for q in ("boat", "zeppelin", "submarine")
        ),
    ):
        address = {"scope": scope, "order": order, "q": q}
        number = history.count(history.read(bob, address))
        name = f"prompts, {scope} by {order}{', ' if q else ''}{q}"
        yield name, _timed(client, "/prompts/", address), f"{number:,}"
    yield "prompts, recall", _timed(client, "/prompts/recall/", {}), ""
    for q in ("", " boat", " zeppelin", " submarine", " person:alice boat"):
        number = jobs.count(search.read(bob, {"q": f"is:failed{q}"}))
        swap = {"HX-Request": "true", "HX-Target": "div#found"}
        asked = {"q": f"is:failed{q}"}
        yield asked["q"], _timed(client, "/", asked, swap), f"{number:,}"
    most = Prompt.objects.filter(owner=None).order_by("-jobs")[0]
    took = []
    for _ in range(RUNS):
        begin, worked = time.perf_counter(), time.process_time()
        prompts.refresh([most.digest])
        took.append((1000 * (time.perf_counter() - begin), 1000 * (time.process_time() - worked)))
    yield "counting a prompt anew", took, f"{most.jobs:,} jobs"


def _timed(client: Any, path: str, data: dict[str, str], headers: Any = None) -> Times:
    took = []
    for _ in range(WARM_UP + RUNS):
        begin, worked = time.perf_counter(), time.process_time()
        answer = client.get(path, data, headers=headers or {})
        took.append((1000 * (time.perf_counter() - begin), 1000 * (time.process_time() - worked)))
        assert answer.status_code == 200, (path, answer.status_code)
    return took[WARM_UP:]


def _prove() -> None:
    """Looks at every row once, and holds what fits against what the index found."""
    from accounts.models import User
    from generations.library import search

    bob = User.objects.get(email="bob@example.org")
    known = _known(bob.pk)
    for row in _rows():
        if row.visibility == "team" or row.owner == bob.pk:
            for case in CASES:
                if case.fits(row, known):
                    case.ids.append(row.id)
    proven = 0
    for case in CASES:
        asked = search.read(bob, {"q": case.q.format(month=MONTH)})
        if asked.problems:  # a small library lacks that tag or model
            print(f"{case.name}: {asked.problems[0]}")
            continue
        found = search.find(asked, most=10**9)
        proven += 1
        assert found == case.ids[::-1], (
            f"{case.name}: {len(found)} found, {len(case.ids)} are there"
        )
    print(f"{proven} of {len(CASES)} searches found exactly what brute force found, in order")


def _known(me: int) -> Known:
    from accounts.models import User
    from generations.models import CollectionItem, Favourite, PictureTag

    people = dict(User.objects.values_list("email", "pk"))
    return Known(
        me=me,
        others=people["charlie@example.org"],
        rare=people["alice@example.org"],
        hearts=set(Favourite.objects.filter(user=me).values_list("picture", flat=True)),
        hero=set(PictureTag.objects.filter(tag__name="hero").values_list("picture", flat=True)),
        spring=set(
            CollectionItem.objects.filter(collection__name="Spring campaign").values_list(
                "picture", flat=True
            )
        ),
    )


def _rows() -> Iterator[Row]:
    from generations.models import Picture

    rows = Picture.objects.filter(trashed_at=None).order_by("pk")
    values = rows.values_list(
        "pk", "owner", "visibility", "generation__prompt", "generation__provider",
        "generation__model", "width", "height", "generation__cost_usd", "seed", "created_at",
    )  # fmt: skip
    for pk, owner, seen, prompt, provider, model, width, height, cost, seed, at in values.iterator(
        chunk_size=10_000
    ):
        shape = "square" if width == height else "wide" if width > height else "tall"
        edge, day = max(width, height), f"{at:%Y-%m-%d}"
        yield Row(pk, owner, seen, prompt, provider, model, edge, shape, float(cost), seed, day)


if __name__ == "__main__":
    main()
