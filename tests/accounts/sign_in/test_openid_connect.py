"""Company sign-in against a real OpenID provider on loopback: honest, down, slow and lying."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2
import oidc_provider_mock
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts.models import Notice, User
from accounts.people import invitations
from imagehub.oidc_settings import providers

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
NOOR = {"email": "noor@corp.example", "email_verified": True, "name": "Noor"}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def company(settings: Any, db: None) -> Any:
    """`company(issuer)` sets it up, with groups."""

    def at(issuer: str, **groups: str) -> None:
        settings.OIDC_ISSUER = issuer
        settings.OIDC_GROUPS = groups
        settings.SOCIALACCOUNT_PROVIDERS = providers(issuer, "Corp", "imagehub", "secret")

    return at


def knows(provider: str, subject: str, **claims: Any) -> None:
    """The provider says this of somebody from now on."""
    httpx2.put(
        f"{provider}/users/{quote(subject)}", json=claims, trust_env=False
    ).raise_for_status()


def sign_in(subject: str, client: Client | None = None, **fields: str) -> tuple[Client, Any]:
    """The whole dance: our button, the provider's form, and back."""
    client = client or Client()
    away = client.post("/oidc/company/login/", fields)
    assert away.status_code == 302, away.content.decode()
    back = httpx2.post(away["Location"], data={"sub": subject}, trust_env=False)
    address = urlsplit(back.headers["location"])
    return client, client.get(f"{address.path}?{address.query}")


def is_in(client: Client, person: User) -> bool:
    return client.session.get("_auth_user_id") == str(person.pk)


def test_a_member_comes_in_by_their_verified_address(provider, company, alice):
    company(provider)
    knows(provider, "a1", email="Alice@example.com", email_verified=True)
    client, answer = sign_in("a1")
    assert answer["Location"] == "/"
    assert is_in(client, alice)
    knows(provider, "a1", email="other@corp.example", email_verified=True)  # same person there
    assert is_in(sign_in("a1")[0], alice)
    assert SocialAccount.objects.get().user == alice
    alice.refresh_from_db()
    assert alice.has_usable_password()


@pytest.mark.parametrize("verified", [False, None, "false", "no", 0])
def test_an_address_nobody_verified_opens_nothing(provider, company, alice, verified):
    company(provider, it="admin")
    knows(provider, "liar", email=alice.email, email_verified=verified, groups=["it"])
    client, answer = sign_in("liar")
    assert answer.status_code == 403
    assert "not verified there" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


def test_a_stranger_needs_an_invitation_or_a_group(provider, company, ada):
    company(provider, design="member")
    knows(provider, "n1", **NOOR)
    client, answer = sign_in("n1")
    assert "not invited yet" in answer.content.decode()
    assert not User.objects.filter(email=NOOR["email"]).exists()
    invitation = invitations.invite([NOOR["email"]], role="viewer", days=7, by=ada)[0]
    client, _ = sign_in("n1")
    person = User.objects.get(email=NOOR["email"])
    assert is_in(client, person)
    assert (person.role, person.name) == ("viewer", "Noor")
    invitation.refresh_from_db()
    assert invitation.state == "accepted"
    assert Notice.objects.get(person=ada).kind == "invitation_accepted"


def claims_of(monkeypatch: pytest.MonkeyPatch, **more: Any) -> None:
    """The package answers standard claims only; this adds to what its userinfo says."""
    from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

    asked = OpenIDConnectOAuth2Adapter._fetch_user_info
    monkeypatch.setattr(
        OpenIDConnectOAuth2Adapter,
        "_fetch_user_info",
        lambda self, token: {**asked(self, token), **more},
    )


def test_groups_give_roles_at_every_sign_in(provider, company, monkeypatch, ada):
    company(provider, design="member", it="admin", press="viewer")
    knows(provider, "n2", **NOOR)
    with monkeypatch.context() as patched:
        claims_of(patched, groups=["press", "design", "golf"])
        sign_in("n2")
    person = User.objects.get(email=NOOR["email"])
    assert person.role == "member"
    with monkeypatch.context() as patched:
        claims_of(patched, groups=["it"])
        sign_in("n2")
    person.refresh_from_db()
    assert person.role == "admin"


def test_a_group_does_not_take_the_last_admin(provider, company, monkeypatch, ada):
    company(provider, press="viewer")
    knows(provider, "boss", email=ada.email, email_verified=True)
    claims_of(monkeypatch, groups=["press"])
    client, _ = sign_in("boss")
    ada.refresh_from_db()
    assert (ada.role, is_in(client, ada)) == ("admin", True)


def test_two_answers_about_two_people_open_nothing(provider, company, monkeypatch, alice):
    company(provider)
    knows(provider, "n3", **NOOR)
    claims_of(monkeypatch, sub="somebody else", email=alice.email, email_verified=True)
    client, answer = sign_in("n3")
    assert "contradicts itself" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_closed_account_stays_closed(provider, company, alice):
    company(provider)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    knows(provider, "a2", email=alice.email, email_verified=True)
    client, answer = sign_in("a2")
    assert "is closed" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_provider_that_is_down_is_told(company):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    company(f"http://127.0.0.1:{port}")
    answer = Client().post("/oidc/company/login/")
    assert answer.status_code == 502
    assert "did not answer" in answer.content.decode()


def test_a_slow_provider_is_given_up(company, settings):
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.3
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        company(f"http://127.0.0.1:{door.getsockname()[1]}")
        begin = time.monotonic()
        assert Client().post("/oidc/company/login/").status_code == 502
        assert time.monotonic() - begin < 3


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}", b'{"authorization_endpoint": 3}'])
def test_a_provider_that_talks_nonsense_is_told(company, body):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        company(f"http://127.0.0.1:{door.getsockname()[1]}")
        answering = threading.Thread(target=_answer, args=(door, body), daemon=True)
        answering.start()
        answer = Client().post("/oidc/company/login/")
        answering.join(5)
    assert answer.status_code in (302, 502)


def test_a_callback_that_nobody_began_is_refused(provider, company, alice):
    company(provider)
    for query in ("", "?code=x", "?code=x&state=forged", "?error=access_denied"):
        client = Client()
        answer = client.get(f"/oidc/company/login/callback/{query}")
        assert answer.status_code in (302, 401), query
        assert "_auth_user_id" not in client.session


def test_without_an_issuer_there_is_no_door(db, client):
    assert client.post("/oidc/company/login/").status_code == 404
    assert client.get("/oidc/company/login/callback/").status_code == 404
    assert "Continue with" not in client.get("/sign-in/").content.decode()


def test_the_button_is_there_with_one(provider, company, client):
    company(provider)
    assert "Continue with company sign-in" in client.get("/sign-in/").content.decode()
    assert client.get("/oidc/company/login/")["Location"] == "/sign-in/"
    assert client.get("/oidc/other/login/").status_code == 404


def _answer(door: socket.socket, body: bytes) -> None:
    call, _ = door.accept()
    with call:
        call.recv(4096)
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
        call.sendall(head % len(body) + body)
