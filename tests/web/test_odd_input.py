"""What people and strange programs type: no sign in any field is a "Something broke"."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from accounts.models import User
from generations.models import Collection
from imagehub.http.input_text import clean
from tests.web import url_walk

UNFIT = ("\0", "\ud83d")
ROUTES = [route for route, _ in url_walk.routes()]
MORE = ("day", "month", "at", "past", "near", "key", "seed", "o.size", "note", "password", "next")


def hear(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """PostgreSQL would refuse it; the other would keep it and print it into pages."""
    assert not any(sign in str(params) for sign in (*UNFIT, "\\x00", "\\ud8")), (sql, params)
    return execute(sql, params, many, context)


def asked(client: Client, method: str, url: str, data: dict[str, str]) -> int:
    cache.clear()
    with transaction.atomic(), connection.execute_wrapper(hear):
        status = getattr(client, method)(url, data).status_code
        transaction.set_rollback(True)
    return int(status)


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("route", ROUTES)
def test_no_field_of_any_form_breaks_by_a_nul(route: str, alice: User, bob: User) -> None:
    url = url_walk.Ground(bob, alice, "team").address(route)
    fields = url_walk.DATA | dict.fromkeys(MORE, "1")
    spoiled = {name: f"a\0{text}" for name, text in fields.items()}
    for client in (browser(bob), browser(alice)):
        assert asked(client, "get", url, spoiled) != 500
        if asked(client, "post", url, spoiled) == 405:
            continue
        for name in fields:
            assert asked(client, "post", url, fields | {name: spoiled[name]}) != 500, name


@pytest.mark.parametrize("address", ["/a%00b/", "/collections/%00/", "/gallery/day/2026%00/"])
def test_no_address_breaks_by_a_nul(address: str, bob: User) -> None:
    assert asked(browser(bob), "get", address, {}) in (302, 404)


def test_no_cookie_breaks_by_a_nul(db: None) -> None:
    client = Client()
    for name in ("imagehub_session", "left", "tiles", "order", "download"):
        client.cookies[name] = "a\0b"
    assert asked(client, "get", "/sign-in/", {}) == 200


def test_what_cannot_be_kept_is_marked_in_its_place(bob: User) -> None:
    browser(bob).post("/collections/new/", {"name": "a\0b"})
    assert Collection.objects.get().name == "a\ufffdb"
    assert clean("half \ud83d, whole \U0001f600") == "half \ufffd, whole \U0001f600"


def test_a_search_that_hides_a_nul_in_its_address_is_read(bob: User) -> None:
    assert asked(browser(bob), "post", "/searches/new/", {"name": "x", "query": "q=a%00b"}) < 500
    assert asked(browser(bob), "get", "/", {"q": 'a"\0"b tag:\0'}) == 200
