"""The admins' pages: who may come in, what they say, what they change, what they refuse."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Limit, Notice, User
from generations.models import DayTally, Generation
from generations.services.insight import daily_counts
from generations.web.team.page_and_csv_tables import plain
from generations.web.team.urls import urlpatterns
from tests.factories import make_generation, make_picture

PAGES = (
    "team_usage",
    "team_storage",
    "team_limits",
    "team_models",
    "team_providers",
    "team_announcements",
)
VALUES = {"uid": uuid.uuid4(), "pk": 1, "key": "people"}


def address(pattern: Any) -> str:
    return reverse(pattern.name, kwargs={name: VALUES[name] for name in pattern.pattern.converters})


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_these_pages_exist_for_admins_only(
    pattern: Any, bob: User, vera: User, as_user: Any
) -> None:
    url = address(pattern)
    for method in ("get", "post"):
        stranger = getattr(as_user(None), method)(url)
        assert stranger.status_code in (302, 405)
        assert stranger.status_code == 405 or stranger["Location"].startswith("/sign-in/")
        for person in (bob, vera):
            assert getattr(as_user(person), method)(url).status_code in (404, 405)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_stands_empty_and_full(name: str, alice: User, bob: User, as_user: Any) -> None:
    client = as_user(alice)
    assert client.get(reverse(name)).status_code == 200
    make_picture(generation=make_generation(bob, cost_usd=Decimal("0.25")))
    make_generation(bob, status="failed", code="no_credit")
    make_generation(alice, status="unknown", code="timeout", may_have_charged=True)
    assert client.get(reverse(name)).status_code == 200


@pytest.fixture
def busy(alice: User, bob: User) -> None:
    for day in (0, 1, 2):
        at = timezone.now() - timedelta(days=day)
        for cost in ("0.25", "0.05", None):
            job = make_generation(
                bob, cost_usd=cost, created_at=at - timedelta(seconds=20), finished_at=at
            )
            make_picture(generation=job, created_at=at)
        make_generation(bob, status="failed", code="no_credit", finished_at=at)


def test_usage_adds_up(busy: None, bob: User) -> None:
    today = timezone.localdate()
    days = daily_counts.of_days(today - timedelta(days=2), today)
    whole = daily_counts.total(days.values())[("person", str(bob.pk))]
    assert (whole.jobs, whole.troubled, whole.pictures) == (12, 3, 9)
    assert (whole.cost_usd, whole.unpriced) == (Decimal("0.90"), 6)
    assert whole.percentile(0.5) == pytest.approx(20, rel=0.05)
    assert daily_counts.total(days.values())[("cause", "no_credit")].jobs == 3


def test_a_closed_day_is_counted_once_and_says_the_same(busy: None) -> None:
    today = timezone.localdate()
    first = daily_counts.of_days(today - timedelta(days=5), today)
    assert DayTally.objects.filter(day=today - timedelta(days=4), kind="all").exists()
    assert not DayTally.objects.filter(day=today).exists()
    again = daily_counts.of_days(today - timedelta(days=5), today)
    assert {day: parts.keys() for day, parts in first.items()} == {
        day: parts.keys() for day, parts in again.items()
    }
    assert daily_counts.total(first.values()) == daily_counts.total(again.values())


def test_waste_is_what_was_trashed_within_an_hour(bob: User) -> None:
    now = timezone.now()
    job = make_generation(bob, cost_usd=Decimal("0.40"))
    make_picture(generation=job, created_at=now, trashed_at=now + timedelta(minutes=59))
    make_picture(generation=job, created_at=now, trashed_at=now + timedelta(minutes=61))
    whole = daily_counts.total(
        daily_counts.of_days(timezone.localdate(), timezone.localdate()).values()
    )
    assert (whole[("all", "")].wasted, whole[("all", "")].wasted_usd) == (1, Decimal("0.2"))


@pytest.mark.parametrize("month", ["", "x", "2026-13", "1999-01", "9999-12", "2026-11-01"])
def test_a_strange_month_is_this_month(month: str, alice: User, as_user: Any) -> None:
    answer = as_user(alice).get(reverse("team_usage"), {"month": month})
    assert answer.status_code == 200
    assert f"{timezone.localdate():%B %Y}" in answer.content.decode()


def test_the_chart_has_no_style_and_says_itself_in_words(
    busy: None, alice: User, as_user: Any
) -> None:
    page = as_user(alice).get(reverse("team_usage")).content.decode()
    assert "style=" not in page
    assert "the highest day is" in page
    assert '<rect class="tone-1"' in page


@pytest.mark.parametrize(
    "key", ["days", "people", "models", "providers", "states", "causes", "jobs"]
)
def test_every_table_comes_as_csv(
    key: str, busy: None, alice: User, bob: User, as_user: Any
) -> None:
    User.objects.filter(pk=bob.pk).update(name="=HYPERLINK(1)")
    answer = as_user(alice).get(reverse("team_usage_csv", args=[key]))
    text = b"".join(answer.streaming_content).decode()
    assert answer["Content-Type"].startswith("text/csv")
    assert len(text.splitlines()) >= 2
    assert "\n=" not in text
    assert ("'=HYPERLINK" in text) is (key == "people")
    assert "Desert dunes" not in text


def test_an_unknown_table_is_not_there(alice: User, as_user: Any) -> None:
    assert as_user(alice).get(reverse("team_usage_csv", args=["secrets"])).status_code == 404


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "|x"])
def test_text_is_never_a_formula(text: str) -> None:
    assert plain(text) == f"'{text}"
    assert plain(Decimal("-1.5")) == "-1.5"
    assert plain("plain") == "plain"


def test_storage_counts_the_trash_apart(alice: User, bob: User, as_user: Any) -> None:
    make_picture(bob)
    make_picture(bob, trashed_at=timezone.now())
    page = as_user(alice).get(reverse("team_storage")).content.decode()
    assert "3.2 MB" in page
    assert "1.6 MB of it" in page
    csv = as_user(alice).get(reverse("team_storage_csv"))
    assert b"Bob Birch,2,3200000,1,1600000" in b"".join(csv.streaming_content)


def limits(client: Any, of: str, **values: Any) -> Any:
    prefix = of if ":" not in of else f"p{of.split(':')[1]}"
    data = {f"{prefix}-{name}": value for name, value in values.items()}
    return client.post(reverse("team_limits"), {"of": of} | data)


def test_limits_are_kept_for_a_role_and_for_a_person(alice: User, bob: User, as_user: Any) -> None:
    client = as_user(alice)
    assert limits(client, "member", per_day=5, most_quality="medium").status_code == 302
    assert limits(client, f"person:{bob.pk}", per_day=50, most_edge=1024).status_code == 302
    assert Limit.objects.get(role="member").per_day == 5
    assert Limit.objects.get(person=bob).most_edge == 1024
    page = client.get(reverse("team_limits")).content.decode()
    assert "Bob Birch" in page
    client.post(reverse("team_limit_remove", args=[bob.pk]))
    assert not Limit.objects.filter(person=bob).exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"per_day": "-1"},
        {"per_day": "x"},
        {"at_once": "0"},
        {"most_n": "99999999999"},
        {"models_text": "gpt-image-1"},
        {"most_quality": "best"},
        {"most_edge": "7"},
    ],
)
def test_limits_that_make_no_sense_are_refused(bad: dict[str, str], alice: User, as_user: Any):
    assert limits(as_user(alice), "member", **bad).status_code == 422
    assert not Limit.objects.exists()


@pytest.mark.parametrize("of", ["", "viewer", "person:", "person:x", "person:999999", "owner"])
def test_limits_of_nobody_are_not_there(of: str, alice: User, as_user: Any) -> None:
    assert as_user(alice).post(reverse("team_limits"), {"of": of}).status_code == 404


def test_an_announcement_is_shown_until_each_puts_it_away(
    alice: User, bob: User, charlie: User, as_user: Any
) -> None:
    as_user(alice).post(reverse("team_announcements"), {"title": "Back <b>soon</b>"})
    notice = Notice.objects.get()
    page = as_user(bob).get("/").content.decode()
    assert "Back &lt;b&gt;soon" in page
    as_user(bob).post(reverse("notice_dismiss", args=[notice.pk]))
    as_user(bob).post(reverse("notice_dismiss", args=[notice.pk]))
    assert "Back &lt;b&gt;soon" not in as_user(bob).get("/").content.decode()
    assert "Back &lt;b&gt;soon" in as_user(charlie).get("/").content.decode()
    as_user(alice).post(reverse("team_announcement_end", args=[notice.pk]))
    assert "Back &lt;b&gt;soon" not in as_user(charlie).get("/").content.decode()


@pytest.mark.parametrize("bad", [{"title": ""}, {"title": "x" * 121}, {"ends_on": "1999-01-01"}])
def test_an_announcement_that_says_nothing_is_refused(
    bad: dict[str, str], alice: User, as_user: Any
) -> None:
    answer = as_user(alice).post(reverse("team_announcements"), {"title": "Hello"} | bad)
    assert answer.status_code == 422
    assert not Notice.objects.exists()


def test_nobody_puts_away_the_notice_of_another(bob: User, charlie: User, as_user: Any) -> None:
    notice = Notice.objects.create(kind="storage", person=bob, title="x")
    assert as_user(charlie).post(reverse("notice_dismiss", args=[notice.pk])).status_code == 404
    assert as_user(charlie).post(reverse("notice_dismiss", args=[10**6])).status_code == 404


def test_pages_ask_the_database_the_same_few_times_however_much_there_is(
    alice: User, bob: User, as_user: Any, django_assert_max_num_queries: Any
) -> None:
    client = as_user(alice)
    for number in range(12):
        model = ("gpt-image-1", "dall-e-3")[number % 2]
        make_picture(generation=make_generation(bob, model=model))
    for name in PAGES:
        client.get(reverse(name))
    for name, most in zip(PAGES, (24, 8, 8, 12, 8, 6), strict=True):
        with django_assert_max_num_queries(most):
            assert client.get(reverse(name)).status_code == 200
    assert Generation.objects.count() == 12
