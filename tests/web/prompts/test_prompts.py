"""The page of prompts: what stands there, for whom, and what a press on it does."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from generations.library.index import tokenizer
from generations.models import Draft
from generations.services.curation import share_hide_trash
from generations.stored import event_log
from tests.factories import make_generation, make_picture

ROWS = {"HX-Request": "true", "HX-Target": "li#more"}


@pytest.fixture
def dunes(bob: User, charlie: User) -> str:
    """Bob's two done and one failed, Charlie's one, and one private of Bob's."""
    for cost, kind in (("0.04", "actual"), (None, "unknown")):
        job = make_generation(
            bob, prompt="dunes", cost_usd=Decimal(cost) if cost else None, cost_kind=kind
        )
        make_picture(generation=job)
    make_generation(bob, prompt="dunes", status="failed")
    make_picture(generation=make_generation(charlie, prompt="dunes", cost_usd=Decimal(1)))
    make_picture(generation=make_generation(bob, prompt="dunes ", visibility="private"))
    return tokenizer.digest("dunes")


def test_a_prompt_stands_there_once_with_what_came_of_it(
    dunes: str, bob: User, as_user: Any
) -> None:
    html = as_user(bob).get("/prompts/").content.decode()
    assert html.count('class="said"') == 1
    assert "1 prompt" in html
    assert "3 pictures" in html
    assert "$0.040 + 2 jobs of unknown cost" in html
    assert "1 of 4 failed" in html
    assert f'href="/?prompt={dunes}&amp;person=me"' in html


def test_of_the_teams_prompts_a_member_reads_no_money_and_an_admin_does(
    dunes: str, bob: User, alice: User, as_user: Any
) -> None:
    html = as_user(bob).get("/prompts/?scope=team").content.decode()
    assert "3 pictures" in html
    assert "$" not in html.split('class="said"')[1].split("</li>")[0]
    assert (
        "≈ $1.04 + 1 job of unknown cost"
        in as_user(alice).get("/prompts/?scope=team").content.decode()
    )


def test_it_opens_its_pictures_and_its_failed_jobs(dunes: str, bob: User, as_user: Any) -> None:
    html = as_user(bob).get(f"/?prompt={dunes}&person=me").content.decode()
    assert 'hx-trigger="recount">3 pictures<' in html
    assert "“dunes”" in html
    assert f'name="prompt" value="{dunes}"' in html  # the next filter keeps it
    failed = as_user(bob).get(f"/?prompt={dunes}&person=me&is=failed").content.decode()
    assert 'hx-trigger="recount">1 job<' in failed


def test_the_list_goes_on_without_end(bob: User, as_user: Any) -> None:
    for number in range(45):
        make_generation(bob, prompt=f"boat {number}")
    client = as_user(bob)
    html = client.get("/prompts/?q=boat").content.decode()
    assert html.count('class="said"') == 40
    more = html.split('hx-get="/prompts/?')[1].split('"')[0].replace("&amp;", "&")
    rest = client.get(f"/prompts/?{more}", headers=ROWS).content.decode()
    assert (rest.count('class="said"'), "<html" in rest) == (5, False)
    assert "Back to the beginning" in client.get(f"/prompts/?{more}").content.decode()


def test_a_prompt_is_used_again_and_what_stood_there_comes_back(
    dunes: str, bob: User, as_user: Any
) -> None:
    draft = Draft.objects.create(
        user=bob, prompt="half written", provider="sandbox", model="sandbox/scenes", count=3
    )
    client = as_user(bob)
    answer = client.post(reverse("use_prompt", args=[dunes]))
    assert answer["Location"] == "/?used=1#composer"
    html = client.get("/?used=1").content.decode()
    assert ">\ndunes</textarea>" in html
    assert "Restore what was there" in html
    draft.refresh_from_db()
    assert (draft.model, draft.count) == ("sandbox/scenes", 3)
    client.post(reverse("bring_back"))
    assert ">\nhalf written</textarea>" in client.get("/").content.decode()


def test_what_one_may_not_see_is_not_there_to_be_used(
    bob: User, charlie: User, vera: User, as_user: Any
) -> None:
    make_generation(bob, prompt="hush", visibility="private")
    url = reverse("use_prompt", args=[tokenizer.digest("hush")])
    assert as_user(charlie).post(url).status_code == 404
    assert as_user(bob).post(url).status_code == 302
    assert as_user(vera).post(url).status_code == 403


def test_a_viewer_reads_the_teams_prompts_and_uses_none(
    dunes: str, vera: User, as_user: Any
) -> None:
    html = as_user(vera).get("/prompts/").content.decode()
    assert "3 pictures" in html
    assert "Use again" not in html


def test_a_script_in_a_prompt_is_words(bob: User, as_user: Any) -> None:
    make_generation(bob, prompt="<script>alert(1)</script>")
    html = as_user(bob).get("/prompts/?q=" + "%3Cscript%3E" * 50).content.decode()
    assert "<script>alert" not in html
    html = as_user(bob).get("/prompts/").content.decode()
    assert "&lt;script&gt;alert(1)" in html


def test_ten_thousand_letters_are_cut_and_said(bob: User, as_user: Any) -> None:
    html = as_user(bob).get("/prompts/", {"q": "a" * 10_000, "past": "0-0"}).content.decode()
    assert "Only the first 500 letters" in html


def test_recall_is_ones_own_and_is_not_stored(bob: User, charlie: User, as_user: Any) -> None:
    make_generation(bob, prompt="<b>mine</b>", visibility="private")
    make_generation(charlie, prompt="theirs")
    answer = as_user(bob).get("/prompts/recall/?before=x")
    assert [one["text"] for one in answer.json()["prompts"]] == ["<b>mine</b>"]
    assert answer["Cache-Control"] == "no-store"


def test_the_page_asks_the_database_as_often_for_many_as_for_few(
    bob: User, as_user: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(42):
        make_picture(generation=make_generation(bob, prompt=f"boat {number}"))
    share_hide_trash.trash(bob, bob.pictures.first())
    client = as_user(bob)
    client.get("/prompts/")
    for query in ("", "?q=boat", "?order=success&q=boat", "?scope=team&order=pictures"):
        with django_assert_max_num_queries(10):
            assert client.get(f"/prompts/{query}").status_code == 200


def test_a_prompt_that_nobody_else_may_know_any_more_leaves_an_open_page(
    bob: User, charlie: User, as_user: Any
) -> None:
    shown = [tokenizer.digest(text) for text in ("dunes", "a lake")]
    hidden = make_picture(generation=make_generation(bob, prompt="dunes"))
    make_picture(generation=make_generation(bob, prompt="a lake"))
    since = event_log.last_id()
    share_hide_trash.set_visibility(bob, hidden.generation, "private")
    assert "prompts" in {line.kind for line in event_log.since(since)}
    left = {"scope": "team", "shown": [*shown, "<b>"]}
    answer = as_user(charlie).post("/prompts/again/", left).content.decode()
    assert answer == f'<hx-partial hx-target="#prompt-{shown[0]}" hx-swap="delete"></hx-partial>'
    own = as_user(bob).post("/prompts/again/", left | {"scope": "mine"}).content.decode()
    assert own == ""


def test_a_prompt_that_others_still_used_is_not_said_to_have_left(bob: User, charlie: User) -> None:
    hidden = make_picture(generation=make_generation(bob, prompt="dunes"))
    make_generation(charlie, prompt="dunes")
    since = event_log.last_id()
    share_hide_trash.set_visibility(bob, hidden.generation, "private")
    assert "prompts" not in {line.kind for line in event_log.since(since)}
