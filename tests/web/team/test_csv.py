"""Every table of the administration can be taken away as CSV, and no cell of it is a formula."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Limit, Notice, ProviderKey, ProviderSetting, User
from accounts.people import invitations
from generations.models import Generation
from tests.factories import make_generation, make_key, make_picture

EVIL = "=HYPERLINK(1)"
FILES = (
    *("team_members_csv", "team_invitations_csv", "team_limits_csv", "team_models_csv"),
    *("team_providers_csv", "team_announcements_csv", "team_storage_csv"),
)
PAGES = (
    *("team", "team_usage", "team_storage", "team_limits", "team_models", "team_providers"),
    "team_announcements",
)


@pytest.fixture
def key(alice: User, bob: User) -> ProviderKey:
    """Alice's, shared; Bob used it for what the router told, estimated and never told."""
    made = make_key(alice)
    ProviderKey.objects.filter(pk=made.pk).update(share="everyone")
    for cost, kind in (("0.50", "actual"), ("0.25", "estimated"), (None, "unknown")):
        make_generation(bob, key=made, cost_usd=cost, cost_kind=kind)
    return made


@pytest.fixture
def evil(alice: User, bob: User, key: ProviderKey) -> None:
    """A team in which every free text begins like a formula."""
    User.objects.filter(pk=bob.pk).update(name=EVIL)
    make_picture(bob)
    Limit.objects.create(person=bob, per_day=5, models_text="=sandbox:*\nfastapi:*")
    Notice.objects.create(kind="announcement", title=EVIL, body="-2+3", author=alice)
    ProviderSetting.objects.create(
        slug="own", label="@own", base_url="https://x.example/v1", models_text="+model"
    )
    (invitation,) = invitations.invite(["+plus@example.com"], role="member", days=7, by=alice)
    invitation.send_error = "=error"
    invitation.accepted_by = bob
    invitation.save()


def table(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/csv")
    assert answer["Content-Disposition"].endswith('.csv"')
    return list(csv.DictReader(b"".join(answer.streaming_content).decode().splitlines()))


@pytest.mark.parametrize("name", FILES)
def test_no_cell_is_a_formula(name: str, evil: None, alice: User, as_user: Any) -> None:
    query = {"provider": "own"} if name == "team_models_csv" else {}
    rows = table(as_user(alice).get(reverse(name), query))
    cells = [cell for row in rows for cell in row.values()]
    assert rows
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))] == []
    assert any(cell.startswith("'") for cell in cells)


@pytest.mark.parametrize("name", PAGES)
def test_every_table_of_a_page_can_be_taken_away(
    name: str, evil: None, alice: User, as_user: Any
) -> None:
    page = as_user(alice).get(reverse(name)).content.decode()
    files = re.findall(r'href="([^"]+\.csv[^"]*)"', page)
    assert files
    assert len(files) >= page.count("<table")
    for file in files:
        assert as_user(alice).get(file.replace("&amp;", "&")).status_code == 200


def test_members_with_what_they_spent(
    key: ProviderKey, alice: User, bob: User, as_user: Any
) -> None:
    make_picture(bob)
    rows = {row["E-mail"]: row for row in table(as_user(alice).get(reverse("team_members_csv")))}
    mine = rows[bob.email]
    assert Decimal(mine["Spent this month"]) == Decimal("0.75")
    assert Decimal(mine["Estimated"]) == Decimal("0.25")
    assert (mine["No price"], mine["Pictures"], mine["Role"]) == ("2", "1", "member")
    assert rows[alice.email]["Account"] == "open"


def test_the_team_page_says_what_each_spent_and_never_a_made_up_nothing(
    key: ProviderKey, alice: User, bob: User, charlie: User, as_user: Any
) -> None:
    make_generation(charlie)
    page = as_user(alice).get(reverse("team")).content.decode()
    page = page.replace(' <span class="only-sm">this month</span>', "")  # under its head elsewhere
    rows = {row.partition("<b>")[2][:3]: row for row in page.split("<tr>")}
    assert "$0.750<small>$0.250 estimated, 1 without a price</small>" in rows["Bob"]
    assert "unknown<small>1 without a price</small>" in rows["Cha"]
    assert "no jobs" in rows["Ali"]
    mine = as_user(alice).get(reverse("member", args=[bob.pk])).content.decode()
    assert "$0.750, $0.250 estimated, 1 without a price" in mine


def test_what_was_spent_in_another_month_is_not_this_months(
    bob: User, alice: User, as_user: Any
) -> None:
    first = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = first - timezone.timedelta(seconds=1)
    make_generation(bob, cost_usd="7", created_at=before, finished_at=before)
    assert "$7.00" not in as_user(alice).get(reverse("team")).content.decode()


def test_who_used_a_key_as_csv(key: ProviderKey, alice: User, bob: User, as_user: Any) -> None:
    url = reverse("key_uses_csv", args=[key.pk])
    (row,) = table(as_user(alice).get(url))
    assert (row["Person"], row["Jobs"], row["No price"]) == ("Bob Birch", "3", "1")
    assert (Decimal(row["Spent"]), Decimal(row["Estimated"])) == (Decimal("0.75"), Decimal("0.25"))
    assert as_user(bob).get(url).status_code == 404
    assert as_user(None).get(url).status_code == 302


def test_an_invitation_file_holds_no_link(evil: None, alice: User, as_user: Any) -> None:
    answer = as_user(alice).get(reverse("team_invitations_csv"))
    text = b"".join(answer.streaming_content).decode()
    assert "/join/" not in text
    assert "plus@example.com" in text


def test_models_of_one_provider_as_searched(alice: User, as_user: Any) -> None:
    query = {"provider": "fastapi", "q": "mini"}
    rows = table(as_user(alice).get(reverse("team_models_csv"), query))
    assert rows
    assert all("mini" in f"{row['Model']} {row['Name']}".lower() for row in rows)
    assert {row["Hidden"] for row in rows} == {"no"}


def test_a_file_costs_the_same_few_queries(
    alice: User, bob: User, as_user: Any, django_assert_max_num_queries: Any
) -> None:
    client = as_user(alice)
    for number in range(9):
        invitations.invite([f"p{number}@example.com"], role="member", days=7, by=alice)
        Limit.objects.create(person=User.objects.create_user(f"q{number}@example.com"))
        make_picture(bob)
    client.get("/profile/")
    for name in FILES:
        table(client.get(reverse(name)))
        with django_assert_max_num_queries(10):
            table(client.get(reverse(name)))
    assert Generation.objects.count() == 9
