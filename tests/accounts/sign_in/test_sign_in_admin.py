"""Django's admin shows who is signed in and with what, and nothing that opens a door."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.test import Client

from accounts.models import User
from accounts.people import invitations
from generations.models import Collection, SavedSearch
from tests.accounts.conftest import signed_in

SECRET = "sealed-totp-secret-of-alice"


def pages_of(client: Client, table: str, pk: int) -> str:
    """Its list and its own page."""
    answers = [client.get(f"/admin/{table}/"), client.get(f"/admin/{table}/{pk}/change/")]
    assert [answer.status_code for answer in answers] == [200, 200]
    return "".join(answer.content.decode() for answer in answers)


def test_a_session_is_listed_without_what_opens_it(alice: User, ada: User) -> None:
    hers = signed_in(alice)
    hers.get("/profile/")
    row = UserSession.objects.get(user=alice)
    shown = pages_of(signed_in(ada), "usersessions/usersession", row.pk)
    assert "alice@example.com" in shown or "Alice" in shown
    assert hers.session.session_key not in shown


def test_a_factor_is_listed_without_its_secret(alice: User, ada: User) -> None:
    row = Authenticator.objects.create(user=alice, type="totp", data={"secret": SECRET})
    assert SECRET not in pages_of(signed_in(ada), "mfa/authenticator", row.pk)


@pytest.mark.parametrize("model", [Authenticator, UserSession, SocialAccount])
def test_nothing_about_doors_is_edited_there(model: type, alice: User, ada: User) -> None:
    page = admin.site._registry[model]
    request = type("Asked", (), {"user": ada})()
    for may in ("add", "change", "delete"):
        assert not getattr(page, f"has_{may}_permission")(request)


@pytest.mark.parametrize("model", [SocialApp, SocialToken])
def test_tokens_and_secrets_of_the_provider_are_not_there_at_all(model: type) -> None:
    assert not admin.site.is_registered(model)


def test_an_invitation_is_listed_without_its_link(ada: User) -> None:
    (row,) = invitations.invite(["noor@example.com"], role="member", days=7, by=ada)
    shown = pages_of(signed_in(ada), "accounts/invitation", row.pk)
    assert "noor@example.com" in shown
    assert row.nonce not in shown


def test_private_names_are_masked_and_not_found(alice: User, ada: User) -> None:
    shelf = Collection.objects.create(owner=alice, name="Divorce", visibility="private")
    search = SavedSearch.objects.create(owner=alice, name="Lawyers", query="q=lawyer")
    client = signed_in(ada)
    shown = ""
    for name, row in (("collection", shelf), ("savedsearch", search)):
        for page in ("", f"{row.pk}/change/", f"{row.pk}/history/"):
            answer = client.get(f"/admin/generations/{name}/{page}")
            assert answer.status_code == (403 if page else 200)
            shown += answer.content.decode()
    assert str(shelf.uid) in shown
    for hidden in ("Divorce", "Lawyers", "q=lawyer"):
        assert hidden not in shown
    Collection.objects.create(owner=alice, name="Covers")
    assert "Covers" in client.get("/admin/generations/collection/").content.decode()
    found = client.get("/admin/generations/collection/?q=divorce").content.decode()
    assert str(shelf.uid) not in found
