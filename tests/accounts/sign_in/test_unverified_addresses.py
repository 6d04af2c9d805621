"""Company sign-in where the provider does not say that it verified an address, or sends none."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts.models import Connect, User
from accounts.people import invitations
from tests.accounts.sign_in.test_openid_connect import (
    claims_of,
    company,
    is_in,
    knows,
    provider,
    sign_in,
)

__all__ = ["company", "provider"]  # the fixtures
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
NEW = "noor@corp.example"


@pytest.fixture
def trusting(company: Any, provider: str, settings: Any) -> None:
    company(provider, it="member")
    settings.OIDC_TRUST_EMAIL = True


def refused(subject: str, words: str) -> None:
    client, answer = sign_in(subject)
    assert answer.status_code == 403
    assert words in answer.content.decode(), answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_missing_claim_is_named(provider, company, alice):
    company(provider)
    knows(provider, "m1", name="Nobody")
    refused("m1", "The claim <code>email</code> is missing")
    knows(provider, "m2", email=alice.email)
    refused("m2", "The claim <code>email_verified</code> is missing")


@pytest.mark.parametrize(
    "email", ["a" * 302 + "@corp.example", "no address", "a\0b@x.org", "a@b@c", "@", ["x@y.org"]]
)
def test_an_address_that_cannot_be_one_is_refused_first(provider, company, email):
    company(provider)
    knows(provider, "long", email="plain@corp.example", email_verified=True)
    with pytest.MonkeyPatch.context() as patched:
        claims_of(patched, email=email)
        refused("long", "cannot be one")
    assert not User.objects.filter(email__contains="corp").exists()


def test_an_unsaid_address_lets_a_new_person_in_where_it_is_trusted(trusting, provider, ada):
    knows(provider, "t1", email=NEW, name="Noor")
    refused("t1", "not invited yet")
    invitations.invite([NEW], role="viewer", days=7, by=ada)
    client, _ = sign_in("t1")
    assert is_in(client, User.objects.get(email=NEW))
    assert is_in(sign_in("t1")[0], User.objects.get(email=NEW))  # connected from now on


@pytest.mark.parametrize("verified", [False, "false", "no", 0, ""])
def test_an_address_that_is_called_unverified_never_counts(trusting, provider, ada, verified):
    invitations.invite([NEW], role="viewer", days=7, by=ada)
    knows(provider, "t2", email=NEW, email_verified=True)
    with pytest.MonkeyPatch.context() as patched:
        claims_of(patched, email_verified=verified)
        refused("t2", "not verified there")


def test_verified_of_another_address_is_not_verified(provider, company, monkeypatch, alice):
    company(provider)
    knows(provider, "t3", email="mine@corp.example", email_verified=True)
    claims_of(monkeypatch, email=alice.email, email_verified=None)
    refused("t3", "not verified there")


def test_a_trusted_address_opens_no_account_that_was_here_before(trusting, provider, alice):
    knows(provider, "t4", email=alice.email)
    refused("t4", "not connected yet")
    assert not SocialAccount.objects.exists()


def test_its_owner_connects_it_when_they_are_in(trusting, provider, alice):
    knows(provider, "t5", email=alice.email)
    client = Client()
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert "Connect with company sign-in" in client.get("/profile/").content.decode()
    _, answer = sign_in("t5", client=client, process="connect")
    assert answer["Location"] == "/profile/"
    assert SocialAccount.objects.get().user == alice
    assert is_in(sign_in("t5")[0], alice)
    assert "Connected with" in client.get("/profile/").content.decode()


def test_an_admin_lets_it_connect_once(trusting, provider, alice, ada, bob):
    knows(provider, "t6", email=bob.email)
    admin = Client()
    admin.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    assert ">Connect</button>" in admin.get(f"/team/{bob.pk}/").content.decode()
    assert admin.post(f"/team/{bob.pk}/connect/").status_code == 302
    page = admin.get(f"/team/{bob.pk}/").content.decode()
    assert ">Connect</button>" not in page
    assert "let them" in page
    assert is_in(sign_in("t6")[0], bob)
    told = Connect.objects.get()
    assert (told.person, told.by, told.subject, told.used_at is not None) == (bob, ada, "t6", True)
    assert "let by" in admin.get(f"/team/{bob.pk}/").content.decode()
    knows(provider, "t7", email=bob.email)
    refused("t7", "not connected yet")


def test_connect_is_for_admins_and_for_a_company(company, provider, alice, bob):
    member = Client()
    member.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    assert member.post(f"/team/{alice.pk}/connect/").status_code == 403
    assert not Connect.objects.exists()
