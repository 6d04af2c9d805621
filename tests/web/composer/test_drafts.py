"""What stands in the composer is kept per person and tab."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from generations.models import Draft
from generations.services.jobs import prompt_reuse
from tests.factories import make_generation

ONE, OTHER = "a1", "b2"


def kept(client: Any, prompt: str, **more: object) -> None:
    fields = {"choice": "sandbox:sandbox/scenes", "prompt": prompt} | more
    assert client.post("/composer/draft/", fields).status_code == 204


def left(client: Any, tab: str) -> str:
    return client.get("/composer/draft/", {"tab": tab}).content.decode()


def test_two_tabs_do_not_write_over_each_other(as_user: Any, bob: User, charlie: User) -> None:
    client = as_user(bob)
    kept(client, "the first tab's", tab=ONE, edit=3)
    kept(client, "the second tab's", tab=OTHER, edit=9)
    assert "the first tab&#x27;s" in left(client, ONE)
    assert "the second tab&#x27;s" in left(client, OTHER)
    assert "the second tab&#x27;s" in client.get("/").content.decode()  # a new one: the latest
    assert as_user(charlie).get("/composer/draft/", {"tab": ONE}).status_code == 204
    assert client.get("/composer/draft/").status_code == 204


def test_what_comes_late_writes_over_nothing_newer(as_user: Any, bob: User) -> None:
    client = as_user(bob)
    kept(client, "whole", tab=ONE, edit=7)
    kept(client, "ha", tab=ONE, edit=6)
    assert client.get("/composer/draft/", {"tab": ONE})["X-Edit"] == "7"
    assert Draft.objects.get().prompt == "whole"


def test_remix_fills_the_tab_it_was_pressed_in(as_user: Any, bob: User) -> None:
    client, job = as_user(bob), make_generation(bob, prompt="a lake")
    kept(client, "mine", tab=ONE, edit=1)
    kept(client, "other", tab=OTHER, edit=1, visibility="private")
    told = {"HX-Request": "true", "X-Tab": ONE}
    assert "a lake" in client.post(f"/jobs/{job.uid}/remix/", headers=told).content.decode()
    assert "other" in left(client, OTHER)
    assert "a lake" in left(client, ONE)
    client.post(f"/jobs/{job.uid}/remix/")  # from a page without a composer
    assert "other" in left(client, OTHER)


def test_no_strange_name_is_a_tab(as_user: Any, bob: User) -> None:
    for tab in ("a" * 33, "../..", "ü", "a b"):
        kept(as_user(bob), "x", tab=tab, edit="-1")
    assert [(row.tab, row.edit) for row in Draft.objects.all()] == [("", 0)]


def test_drafts_of_closed_tabs_go_after_a_day_but_never_the_last_one(bob: User) -> None:
    for tab, hours in (("old", 40), ("older", 50), ("new", 20)):
        Draft.objects.put(bob, tab, prompt=tab)
        Draft.objects.filter(tab=tab).update(updated_at=timezone.now() - timedelta(hours=hours))
    assert prompt_reuse.forget_closed() == 2
    Draft.objects.update(updated_at=timezone.now() - timedelta(days=90))
    assert prompt_reuse.forget_closed() == 0
    assert Draft.objects.get().tab == "new"
