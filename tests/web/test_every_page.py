"""Every page and action of the whole URLconf, as each role and as a stranger."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import User
from generations.models import Beat
from tests.web import url_walk
from tests.web.permission_table import WHO

LETTERS = "svmao"
SHUT = (401, 403, 404, 405)
OWNED = ("jobs/<", "pictures/<", "collections/<", "searches/<")
ROUTES = [route for route, _ in url_walk.routes()]
Cast = dict[str, User | None]


@pytest.fixture
def cast(alice: User, bob: User, charlie: User, vera: User) -> Cast:
    Beat.objects.create(name="cluster", at=timezone.now())  # or /health answers 503, as it should
    return dict(zip(LETTERS, (None, vera, charlie, alice, bob), strict=True))


def browser(person: User | None) -> Client:
    cache.clear()  # doors that slow people down count everybody anew
    client = Client()
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def opens(answer: Any) -> bool:
    to_the_door = answer.status_code == 302 and "/sign-in/" in answer["Location"]
    return answer.status_code not in SHUT and not to_the_door


def walked(ground: url_walk.Ground, cast: Cast, route: str) -> tuple[str, str, str]:
    """The three groups of letters as they really are."""
    url, found = ground.address(route), ["", "", ""]
    for letter, person in cast.items():
        answer, changed = url_walk.asked(browser(person), "get", url, ground)
        assert answer.status_code < 500
        assert not changed, "looking changed something"
        found[0] += letter * opens(answer)
        answer, changed = url_walk.asked(browser(person), "post", url, ground)
        assert answer.status_code < 500
        found[1] += letter * opens(answer)
        found[2] += letter * bool(changed)
    return found[0], found[1], found[2]


def test_every_address_is_in_the_table_and_no_other() -> None:
    assert sorted(WHO) == sorted(ROUTES)


def test_the_table_lets_no_viewer_spend() -> None:
    for route in ROUTES:
        if route.startswith(("jobs/", "composer/")):
            assert "v" not in WHO[route][1], route


@pytest.mark.parametrize("route", ROUTES)
def test_what_the_team_sees(route: str, cast: Cast, alice: User, bob: User) -> None:
    assert walked(url_walk.Ground(bob, alice, "team"), cast, route) == WHO[route]


@pytest.mark.parametrize("route", [route for route in ROUTES if route.startswith(OWNED)])
def test_what_is_private_is_there_for_its_owner_alone(
    route: str, cast: Cast, alice: User, bob: User
) -> None:
    for group in walked(url_walk.Ground(bob, alice, "private"), cast, route):
        assert group in ("", "o")


@pytest.mark.parametrize("url", url_walk.admin_routes())
def test_the_administration_opens_for_admins_alone(url: str, cast: Cast) -> None:
    for letter in "svmo":
        for method in ("get", "post"):
            answer, _ = url_walk.asked(browser(cast[letter]), method, url)
            assert answer.status_code in (302, 403, 404, 405), (letter, method)


@pytest.mark.parametrize("route", ROUTES)
def test_who_was_closed_out_is_a_stranger_everywhere(
    route: str, cast: Cast, alice: User, bob: User
) -> None:
    ground = url_walk.Ground(bob, alice, "team")
    client = browser(bob)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    answer, _ = url_walk.asked(client, "get", ground.address(route))
    assert opens(answer) == ("s" in WHO[route][0])
