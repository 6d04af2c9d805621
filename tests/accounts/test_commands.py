"""create_user and add_key: exact words, exact exit codes."""

from __future__ import annotations

import io
import json
import sys

import pytest
from django.core.management import ManagementUtility

from accounts.keys import key_vault, provider_directory
from accounts.models import ProviderKey, User
from generations.providers.errors import KeyRejected, Unavailable
from generations.providers.types import KeyReport
from tests.accounts.conftest import SECRET

pytestmark = pytest.mark.django_db(transaction=True)


def run(capsys, monkeypatch, *words: str, stdin: str = "") -> tuple[int, str, str]:
    """The exit code, stdout and stderr of `manage.py WORDS`."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
    code = 0
    try:
        ManagementUtility(["manage.py", *words]).execute()
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    got = capsys.readouterr()
    return code, got.out.strip(), got.err


@pytest.fixture
def command(capsys, monkeypatch):
    return lambda *words, stdin="": run(capsys, monkeypatch, *words, stdin=stdin)


NEW = ("create_user", "Al@Example.com", "--role", "member", "--password-stdin")


def test_create_user_prints_the_id(command):
    code, out, _ = command(*NEW, stdin="correct horse battery\n")
    person = User.objects.get(email="al@example.com")
    assert (code, out) == (0, str(person.pk))
    assert person.check_password("correct horse battery")


def test_a_taken_address_changes_nothing(command, alice):
    code, out, err = command(
        "create_user",
        "ALICE@example.com",
        "--role",
        "admin",
        "--password-stdin",
        stdin="another one",
    )
    alice.refresh_from_db()
    assert (code, out, alice.role) == (2, "", "member")
    assert "already" in err


def test_a_weak_password_is_refused(command):
    code, _, err = command(*NEW, stdin="123\n")
    assert code == 2
    assert "short" in err
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("create_user",),
        ("create_user", "al@example.com", "--role", "king", "--password-stdin"),
        ("create_user", "al@example.com", "--role", "member"),
        ("create_user", "nobody", "--role", "member", "--password-stdin"),
        ("add_key", "nobody@example.com", "openrouter", "--label", "x"),
        ("add_key", "alice@example.com", "openrouter"),
        ("add_key", "alice@example.com", "nowhere", "--label", "x"),
    ],
)
def test_wrong_usage_is_64(command, alice, words):
    code, out, err = command(*words, stdin="correct horse battery")
    assert (code, out) == (64, "")
    assert err


class Router:
    """A stand-in router that answers a check as told."""

    def __init__(self, answer: KeyReport | Exception) -> None:
        self.answer = answer

    async def check_key(self, key: str) -> KeyReport:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def close(self) -> None:
        return None


ADD = ("add_key", "alice@example.com", "openrouter", "--label", "Studio")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (KeyReport(proven=True), "verified"),
        (KeyReport(proven=False), "not proven until first use"),
        (Unavailable("connection refused"), "not checked"),
    ],
)
def test_add_key_tells_what_the_router_said(command, alice, monkeypatch, answer, words):
    monkeypatch.setattr(provider_directory, "provider_for", lambda slug: Router(answer))
    code, out, err = command(*ADD, stdin=SECRET + "\n")
    key = ProviderKey.objects.get()
    assert code == 0
    assert json.loads(out) == {
        "id": key.pk,
        "provider": "openrouter",
        "label": "Studio",
        "last4": "7890",
        "check": words,
    }
    assert key_vault.key_for(key) == SECRET
    assert SECRET not in out + err


def test_a_rejected_key_is_not_stored(command, alice, monkeypatch):
    monkeypatch.setattr(
        provider_directory, "provider_for", lambda slug: Router(KeyRejected("no such key"))
    )
    code, out, _ = command(*ADD, stdin=SECRET)
    assert code == 2
    assert json.loads(out)["problems"][0]["code"] == "key_rejected"
    assert not ProviderKey.objects.exists()


def test_viewers_cannot_be_given_a_key(command, vera):
    code, out, _ = command("add_key", vera.email, "openrouter", "--label", "x", stdin=SECRET)
    assert code == 2
    assert json.loads(out)["problems"][0]["code"] == "viewer"
