"""Somebody else's key pays, or a limit says no: both are said before anything is spent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx2
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import audit
from tests.e2e.conftest import BOB
from tests.e2e.product_and_simulator import Stage
from tests.e2e.window import Window

MINI = ("GPT Image 1 mini", "fastapi:gpt-image-1-mini")
BACK = """
from accounts.models import Limit, ProviderKey
from generations.models import Draft
ProviderKey.objects.update(share="nobody")
Limit.objects.all().delete()
Draft.objects.filter(user__email="bob@example.org").delete()  # with a model he cannot pay for now
"""
ASKED = """
from generations.models import Generation
print(Generation.objects.filter(requester__email={email!r}).exclude(status="cancelled").count())
"""


@pytest.fixture
def as_before(stage: Stage) -> Iterator[None]:
    """Keys and limits are put back: the other tests share this product."""
    yield
    stage.manage("shell", "--no-imports", "-c", BACK)


@pytest.fixture
def team_key(alice: Window, as_before: None) -> str:
    """Alice shares her FastAPI.ai key with everyone; the address of its page."""
    page = alice.page
    page.goto("/keys/")
    page.get_by_label("More for FastAPI.ai studio").click()
    page.get_by_role("link", name="Who may use it").click()
    assert audit.faults(page) == []
    page.get_by_role("radio", name="Everyone in Northlight").check()
    page.get_by_role("button", name="Save").click()
    row = page.locator(".keyrow", has_text="FastAPI.ai studio")
    expect(row).to_contain_text("Team: everyone")
    link = row.get_by_role("link", name="Who used it", include_hidden=True)
    return link.get_attribute("href") or ""


@pytest.fixture
def posts(stage: Stage) -> Callable[[str], int]:
    """How many requests with that prompt reached a router."""

    def count(prompt: str) -> int:
        calls = httpx2.get(f"{stage.origin}/_calls", trust_env=False).json()
        return sum(prompt in str(call["body"]) for call in calls if call["method"] == "POST")

    return count


def test_a_member_without_a_key_pays_with_the_teams_and_knows_it_before(
    team_key: str, alice: Window, bob: Window, posts: Callable[[str], int]
) -> None:
    prompt = "A lighthouse on the team's account"
    bob.choose(*MINI)
    expect(bob.page.locator("#params")).to_contain_text("Pays: the team’s key FastAPI.ai studio")
    assert "zq9w" not in bob.page.content()
    bob.ask(prompt)
    bob.sees_picture(prompt)
    assert posts(prompt) == 1
    alice.page.goto(team_key)
    row = alice.page.get_by_role("row").filter(has_text=re.compile("^bob", re.IGNORECASE))
    expect(row.get_by_role("cell").first).to_have_text("1")
    expect(row).to_contain_text(re.compile("just now|minute"))
    assert audit.faults(alice.page) == []


def test_a_key_taken_back_pays_for_nobody_else(
    team_key: str, alice: Window, bob: Window, posts: Callable[[str], int]
) -> None:
    bob.choose(*MINI)
    expect(bob.page.locator("#params")).to_contain_text("the team’s key")
    page = alice.page
    page.get_by_label("More for FastAPI.ai studio").click()
    page.get_by_role("link", name="Who may use it").click()
    page.get_by_role("radio", name="Only you").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".keyrow", has_text="FastAPI.ai studio")).to_be_visible()
    prompt = "A lighthouse that nobody pays for"
    bob.ask(prompt)  # in a window that still offers the key
    expect(bob.page.locator("#params .error, #model-error .error").first).to_be_visible()
    expect(bob.page.locator("#params")).to_contain_text("You have no FastAPI.ai key yet")
    expect(bob.card(prompt)).to_have_count(0)
    assert posts(prompt) == 0


def test_a_limit_that_is_reached_refuses_before_spending_and_names_who_can_lift_it(
    team_key: str, stage: Stage, alice: Window, bob: Window, posts: Callable[[str], int]
) -> None:
    made = int(stage.manage("shell", "--no-imports", "-c", ASKED.format(email=BOB)).split()[-1])
    _limit_bob(alice.page, jobs_a_day=made + 1)
    bob.home()
    bob.choose(*MINI)
    bob.ask("The last boat of the day")
    bob.sees_picture("The last boat of the day")
    too_much = "One boat too many"
    bob.ask(too_much)
    alert = bob.page.get_by_text("jobs a day; 0 are left until midnight")
    expect(alert).to_be_visible()
    expect(alert).to_contain_text("Alice Ash can lift this.")
    expect(bob.page.locator("#prompt")).to_have_value(too_much)
    expect(bob.card(too_much)).to_have_count(0)
    assert audit.faults(bob.page, only="desktop") == []
    assert posts(too_much) == 0
    alice.page.get_by_role("button", name="Follow the role again").click()
    expect(alice.page.get_by_role("button", name="Follow the role again")).to_have_count(0)
    bob.generate()
    bob.sees_picture(too_much)


def _limit_bob(page: Page, *, jobs_a_day: int) -> None:
    page.goto("/team/limits/")
    page.get_by_label("Person", exact=True).select_option(label="bob")
    page.get_by_role("button", name="Set other limits").click()
    section = page.locator("section", has=page.get_by_role("heading", name="bob", exact=True))
    section.get_by_label("Jobs a day").fill(str(jobs_a_day))
    section.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Limits saved")).to_be_visible()
    assert audit.faults(page) == []
