"""Whose browser asks, behind proxies of ours and others."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory

from accounts.network.client_address import client_address, proxies_of

VISITOR, OTHER = "203.0.113.9", "198.51.100.7"


@pytest.mark.parametrize(
    ("proxies", "peer", "told", "expected"),
    [
        ("0", VISITOR, "", VISITOR),
        ("0", "127.0.0.1", OTHER, "127.0.0.1"),  # nobody of ours wrote that
        ("1", "127.0.0.1", VISITOR, VISITOR),
        ("1", "127.0.0.1", f"{OTHER}, {VISITOR}", VISITOR),  # the first is the visitor's own word
        ("1", "::1", VISITOR, VISITOR),
        ("1", "::ffff:127.0.0.1", VISITOR, VISITOR),
        ("1", VISITOR, OTHER, VISITOR),  # straight from afar, past the proxy
        ("2", "10.0.0.2", f"{OTHER}, {VISITOR}, 10.0.0.3", VISITOR),
        ("2", "127.0.0.1", f"{OTHER}, 10.0.0.3, {VISITOR}", VISITOR),
        ("1", "127.0.0.1", "", "127.0.0.1"),
        ("1", "127.0.0.1", "no address", "127.0.0.1"),
        ("1", "127.0.0.1", f"{VISITOR}:51234", VISITOR),
        ("1", "127.0.0.1", "[2001:db8::5]:443", "2001:db8::5"),
        ("10.0.0.0/8", "10.1.2.3", f"{OTHER}, {VISITOR}, 10.9.9.9", VISITOR),
        ("203.0.113.1, 2001:db8::/32", "2001:db8::1", VISITOR, VISITOR),
        ("203.0.113.1", VISITOR, OTHER, VISITOR),
        ("203.0.113.1", "203.0.113.1", f"{OTHER},garbage", "203.0.113.1"),
    ],
)
def test_the_first_address_that_is_no_proxy_of_ours_counts(
    proxies: str, peer: str, told: str, expected: str, settings: Any
) -> None:
    settings.PROXIES = proxies
    more = {"HTTP_X_FORWARDED_FOR": told} if told else {}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, **more)
    assert client_address(request) == expected


@pytest.mark.parametrize("text", ["nginx", "10.0.0.0/99", "nginx 2", "-1"])
def test_a_setting_that_is_neither_number_nor_network_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"nginx|10\.0\.0\.0/99|-1"):
        proxies_of(text)


def test_a_forged_header_gives_nobody_new_tries(db: None, settings: Any) -> None:
    settings.PROXIES = "1"
    client = Client()
    answers = [
        _try(client, f"person{number}@example.org", f"192.0.2.{number}, {VISITOR}")
        for number in range(14)
    ]
    assert sum("Too many" in answer for answer in answers) >= 3
    assert "Too many" not in _try(client, "b@example.org", OTHER)


def _try(client: Client, email: str, told: str) -> str:
    data = {"login": email, "password": "wrong"}
    return client.post("/sign-in/", data, HTTP_X_FORWARDED_FOR=told).content.decode()
