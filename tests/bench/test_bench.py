"""A short sample of the bench, so that its programs stay alive. Counts are asserted, never times."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bench import admin_pages, burst, gallery
from tests.bench.product_and_routers import Theatre, theatre
from tests.bench.results_table import Line, show
from tests.bench.rounds import Effort

pytestmark = pytest.mark.slow
SAMPLE = Effort(runs=1, jobs=20, upstream_s=1, library=1_000, pages=5, looks=1)


@pytest.fixture(scope="module")
def place() -> Iterator[Theatre]:
    with theatre() as place:
        yield place


def test_a_burst_loses_nothing_and_pays_once(place: Theatre) -> None:
    lines = burst.measure(place, SAMPLE)
    assert [_value(lines, word) for word in ("lost", "doubled")] == [0, 0]
    assert 0 < _value(lines, "peak") < 2_000
    assert "20 jobs" in show(lines)


def test_the_gallery_is_timed_with_a_library_behind_it(place: Theatre) -> None:
    lines = gallery.measure(place, SAMPLE)
    assert all(line.value > 0 for line in lines)
    assert "1,000 pictures" in show(lines)


def test_every_page_of_the_administration_is_timed(place: Theatre) -> None:
    lines = admin_pages.measure(place, SAMPLE)
    assert {line.what for line in lines} == set(admin_pages.PAGES)
    assert all(line.value > 0 for line in lines)


def _value(lines: list[Line], word: str) -> float:
    return next(line.value for line in lines if word in line.what)
