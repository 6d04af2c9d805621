"""(l) The library, larger and larger, on SQLite and where it is there on PostgreSQL."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from tests.bench.library import scroll
from tests.bench.product_and_routers import Theatre
from tests.bench.results_table import Line
from tests.bench.rounds import Effort
from tests.ops.product import ROOT, Product

Told = dict[str, Any]


def measure(theatre: Theatre, effort: Effort) -> list[Line]:
    """Lines of every size, how the largest compares with the smallest, and Chromium in the largest."""
    lines: list[Line] = []
    for database in (
        "SQLite",
        *(["PostgreSQL"] if os.environ.get("IMAGEHUB_TEST_POSTGRES") else []),
    ):
        told: list[Told] = []
        for count in effort.libraries:
            with theatre.folder() as data, _place(database) as elsewhere:
                product = Product(data, **elsewhere)
                told.append(_filled_and_timed(product, count, effort, is_elsewhere=bool(elsewhere)))
                lines += _lines(database, told[-1])
                print(f"{count:,} on {database} measured", file=sys.stderr, flush=True)
                is_last = count == effort.libraries[-1]
                if is_last and database == "SQLite":
                    lines += scroll.measure(theatre, data, effort)
        lines += _compared(database, told)
    return lines


def _filled_and_timed(product: Product, count: int, effort: Effort, *, is_elsewhere: bool) -> Told:
    if is_elsewhere:
        _run(product, "manage.py", "migrate", "--verbosity", "0")
    begin = time.monotonic()
    _run(product, "-m", "tests.seed", str(count))
    seeded = time.monotonic() - begin
    told: Told = json.loads(_run(product, "-m", "tests.bench.library.timed", str(effort.pages)))
    return told | {"seeded": seeded}


def _run(product: Product, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=product.environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


@contextmanager
def _place(database: str) -> Iterator[dict[str, str]]:
    """Settings of an empty database, gone afterwards; none for the data folder's own."""
    if database == "SQLite":
        yield {}
        return
    server = os.environ["IMAGEHUB_TEST_POSTGRES"]
    name = f"imagehub_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": f"{server.rpartition('/')[0]}/{name}"}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _lines(database: str, told: Told) -> list[Line]:
    of = f"{told['pictures']:,} on {database}"
    lines = [Line(item="l", what=f"{of}: filled", value=told["seeded"], unit="s")]
    for one in told["timed"]:
        note = f"median {one['median']:.1f}, of CPU {one['work']:.1f}"
        note += f", found {one['found']}" if one["found"] else ""
        what = f"{of}: {one['name']}, p95"
        lines.append(
            Line(item="l", what=what, value=one["p95"], unit="ms", aim=one["aim"], note=note)
        )
    proven = f"of {told['searches']}"
    what = f"{of}: searches equal to brute force"
    return [*lines, Line(item="l", what=what, value=told["proven"], unit=proven)]


def _compared(database: str, told: list[Told]) -> Iterator[Line]:
    """Medians: the first page's own, and the largest library to the smallest."""
    small, large = (
        {one["name"]: one["median"] for one in each["timed"]} for each in (told[0], told[-1])
    )
    whole = [{one["name"] for one in each["timed"] if one["is_compared"]} for each in told]
    of = f"{told[-1]['pictures']:,} on {database}"
    first = large["first page"]
    yield Line(item="l", what=f"{of}: first page, median", value=first, unit="ms", aim=25)
    for name in (each for each in small if all(each in names for names in whole)):
        what = f"{of}: {name}, to {told[0]['pictures']:,}"
        yield Line(item="l", what=what, value=large[name] / small[name], unit="times", aim=1.3)
    middle = statistics.median(large.values())
    yield Line(item="l", what=f"{of}: median of all medians", value=middle, unit="ms")
