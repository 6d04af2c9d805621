"""Days are the team's, whoever looks at them; what is estimated is known to be."""

from __future__ import annotations

import importlib
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.models import Limit, User
from generations.models import DayTally, TallyKind
from generations.services.insight import daily_counts, monthly_usage
from generations.services.jobs import limit_checks
from tests.factories import make_generation, make_user

KIRITIMATI = ZoneInfo("Pacific/Kiritimati")  # fourteen hours ahead: its day is another


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("UTC"))


@pytest.fixture
def bob(db: None) -> User:
    return make_user("bob@example.org")


def test_a_reader_far_away_does_not_move_the_teams_days(bob: User) -> None:
    make_generation(bob, finished_at=at("2026-03-02T23:00"), cost_usd="1")
    day = date(2026, 3, 2)
    with timezone.override(KIRITIMATI):
        found = daily_counts.of_days(day, day)
    assert found[day][(TallyKind.ALL, "")].jobs == 1
    assert DayTally.objects.get(kind="all").day == day


def test_a_changed_job_is_counted_again_on_the_teams_day(bob: User) -> None:
    job = make_generation(bob, finished_at=at("2026-03-02T23:00"))
    daily_counts.of_days(date(2026, 3, 2), date(2026, 3, 2))
    with timezone.override(KIRITIMATI):
        daily_counts.forget(job.finished_at)
    assert not DayTally.objects.exists()


def test_estimated_and_unpriced_are_kept_apart(bob: User) -> None:
    for cost, kind in (("1", "actual"), ("0.25", "estimated"), (None, "unknown")):
        make_generation(bob, cost_usd=cost, cost_kind=kind, finished_at=at("2026-03-02T12:00"))
    for _ in ("counted", "kept"):
        mine = monthly_usage.by_person(date(2026, 3, 1))[bob.pk]
        assert (mine.jobs, mine.cost_usd, mine.estimated_usd, mine.unpriced) == (
            *(3, Decimal("1.25"), Decimal("0.25"), 1),
        )
    assert DayTally.objects.filter(kind="all").count() == 31


def test_jobs_without_any_price_did_not_cost_nothing() -> None:
    assert daily_counts.Sum(jobs=2, unpriced=2).known_usd is None
    assert daily_counts.Sum(jobs=2).known_usd == 0


def test_days_counted_before_learn_what_was_estimated(bob: User) -> None:
    make_generation(bob, cost_usd="0.25", cost_kind="estimated", finished_at=at("2026-03-02T12:00"))
    daily_counts.of_days(date(2026, 3, 1), date(2026, 3, 3))
    DayTally.objects.update(estimated_usd=0)
    migration = importlib.import_module("generations.migrations.0006_fill_tally_estimated")
    migration.fill(apps, None)
    learned = DayTally.objects.filter(estimated_usd=Decimal("0.25"))
    assert set(learned.values_list("kind", flat=True)) == {
        *("all", "person", "provider", "model", "status"),
    }


def test_nobody_gets_a_new_day_by_moving_their_clock(bob: User) -> None:
    Limit.objects.create(role="member", per_day=1)
    make_generation(
        bob, created_at=daily_counts.bounds(daily_counts.today(), daily_counts.today())[0]
    )
    for hours in range(-12, 15):
        with timezone.override(ZoneInfo(f"Etc/GMT{-hours:+d}")):
            assert limit_checks.day_is_full(bob, 1), hours
