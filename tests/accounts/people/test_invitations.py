"""Links that work once: who comes in by them, and everybody who does not."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, TeamSetting, User
from accounts.people import invitations
from tests import machine_speed
from tests.accounts.conftest import PASSWORD, deliver, signed_in

CHOSEN = {"name": "Noor", "password": PASSWORD}


@pytest.fixture
def invitation(ada: User) -> Invitation:
    return invitations.invite(["noor@example.com"], role="viewer", days=7, by=ada)[0]


def path_of(invitation: Invitation) -> str:
    return "/join/" + invitations.path(invitation).partition("/join/")[2]


def test_an_invited_person_chooses_a_name_and_is_in(invitation):
    client = signed_in(None)
    assert "noor@example.com" in client.get(path_of(invitation)).content.decode()
    answer = client.post(path_of(invitation), CHOSEN)
    person = User.objects.get(email="noor@example.com")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert (person.name, person.role) == ("Noor", "viewer")
    assert client.session["_auth_user_id"] == str(person.pk)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.accepted_by) == ("accepted", person)


@pytest.mark.parametrize("state", ["used", "expired", "revoked"])
def test_a_link_that_is_over_says_so_and_makes_nobody(invitation, state):
    path = path_of(invitation)
    if state == "used":
        signed_in(None).post(path, CHOSEN)
    else:
        now = timezone.now()
        field = {"expired": "expires_at", "revoked": "revoked_at"}[state]
        Invitation.objects.update(**{field: now - timedelta(seconds=1)})
    before = User.objects.count()
    for answer in (signed_in(None).get(path), signed_in(None).post(path, CHOSEN)):
        assert answer.status_code == 410
        words = {"used": "was used", "expired": "too old", "revoked": "withdrawn"}[state]
        assert words in answer.content.decode()
    assert User.objects.count() == before


def test_a_forged_or_foreign_link_is_nothing(invitation):
    token = path_of(invitation).split("/")[2]
    foreign = signing.Signer(key="another house", salt="invitation").sign_object(
        [invitation.pk, invitation.nonce]
    )
    for each in (token[:-2] + "xx", foreign, "guess", "a:b", "%00"):
        assert signed_in(None).get(f"/join/{each}/").status_code == 404
        assert signed_in(None).post(f"/join/{each}/", CHOSEN).status_code == 404


@pytest.mark.parametrize(("name", "password"), [("", PASSWORD), ("Noor", "short"), ("Noor", "")])
def test_bad_input_leaves_the_link_good(invitation, name, password):
    path = path_of(invitation)
    answer = signed_in(None).post(path, {"name": name, "password": password})
    assert answer.status_code == 422
    assert "_error" in answer.content.decode()
    assert signed_in(None).post(path, CHOSEN).status_code == 302


def test_whoever_has_an_account_by_now_is_told(invitation):
    User.objects.create_user("noor@example.com", "x")
    answer = signed_in(None).post(path_of(invitation), CHOSEN)
    assert answer.status_code == 410
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


@pytest.mark.django_db(transaction=True)
def test_of_two_people_accepting_at_once_one_wins(invitation):
    path, gate, got = path_of(invitation), threading.Barrier(5), []

    def accept() -> None:
        gate.wait()
        got.append(Client(raise_request_exception=False).post(path, CHOSEN).status_code)
        connection.close()

    crowd = [threading.Thread(target=accept) for _ in range(5)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert sorted(got) == [302, 410, 410, 410, 410]
    assert User.objects.filter(email="noor@example.com").count() == 1


def test_sending_again_makes_the_old_link_worthless(invitation, ada):
    old = path_of(invitation)
    assert signed_in(ada).post(f"/team/invitations/{invitation.pk}/renew/").status_code == 302
    invitation.refresh_from_db()
    assert signed_in(None).get(old).status_code == 404
    assert signed_in(None).get(path_of(invitation)).status_code == 200


def test_a_revoked_link_is_over_at_once(invitation, ada):
    signed_in(ada).post(f"/team/invitations/{invitation.pk}/revoke/")
    assert signed_in(None).get(path_of(invitation)).status_code == 410
    assert "revoked" in signed_in(ada).get("/team/").content.decode()


def invite(ada: User, emails: str, **changed: object) -> object:
    data = {"emails": emails, "role": "member", "days": "7", **changed}
    return signed_in(ada).post("/team/invite/", data)


def test_a_pasted_list_is_read_as_people_write_them(ada, bob):
    text = "Noor <NOOR@example.com>, lin@example.com;bob@example.com\nlin@example.com  x@y.zz"
    assert invite(ada, text).status_code == 302
    asked = set(Invitation.objects.values_list("email", flat=True))
    assert asked == {"noor@example.com", "lin@example.com", "x@y.zz"}
    page = signed_in(ada).get("/team/").content.decode()
    assert page.count("/join/") == 3  # to be copied: no mail server is set


@pytest.mark.parametrize(
    ("emails", "words"),
    [
        ("", "at least one address"),
        ("nobody", "no address in it"),
        ("a@b", "Not an address"),
        ("ada@example.com", "Everybody in it"),
        ("<script>@x", "Not an address"),
    ],
)
def test_bad_addresses_are_told_and_nobody_is_invited(ada, emails, words):
    answer = invite(ada, emails)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Invitation.objects.exists()


def test_ten_thousand_addresses_get_a_clear_word_and_break_nothing(ada):
    begin = time.monotonic()
    answer = invite(ada, "\n".join(f"person{n}@example.com" for n in range(10_000)))
    assert answer.status_code == 422
    assert "10,000 addresses. At most 200 at once" in answer.content.decode()
    assert not Invitation.objects.exists()
    assert time.monotonic() - begin < 5
    assert len(answer.content) < 200_000


@pytest.mark.parametrize(("field", "value"), [("role", "owner"), ("days", "4000"), ("days", "x")])
def test_a_made_up_role_or_term_is_refused(ada, field, value):
    assert invite(ada, "noor@example.com", **{field: value}).status_code == 422
    assert not Invitation.objects.exists()


def test_with_a_mail_server_the_worker_sends_the_link(ada, settings, mailoutbox):
    settings.MAIL_IS_ON = True
    invite(ada, "noor@example.com")
    assert mailoutbox == []
    deliver()
    invitation = Invitation.objects.get()
    assert mailoutbox[0].to == ["noor@example.com"]
    assert invitations.path(invitation) in mailoutbox[0].body
    assert invitation.sent_at


def test_a_mail_server_that_hangs_holds_no_page_and_is_told(ada, settings):
    settings.MAIL_IS_ON = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = machine_speed.own(1)
    with _silent_server() as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        begin = time.monotonic()
        assert invite(ada, "noor@example.com").status_code == 302
        assert time.monotonic() - begin < 0.9 * settings.EMAIL_TIMEOUT
        deliver()
    invitation = Invitation.objects.get()
    assert invitation.sent_at is None
    assert "timed out" in invitation.send_error
    page = signed_in(ada).get("/team/").content.decode()
    assert "the letter could not be sent" in page
    assert "/join/" in page  # the link can be copied all the same


def test_open_sign_up_waits_for_an_admin(ada, db):
    TeamSetting.objects.create(pk=1, signup_domain="studio.example")
    client = signed_in(None)
    ask = {**CHOSEN, "email": "noor@studio.example"}
    assert client.post("/join/", {**ask, "email": "noor@evil.example"}).status_code == 422
    assert (
        client.post("/join/", {**ask, "email": "x@studio.example.evil.example"}).status_code == 422
    )
    assert client.post("/join/", ask)["Location"] == "/join/asked/"
    assert client.post("/join/", ask)["Location"] == "/join/asked/"  # tells nobody who is here
    person = User.objects.get(email="noor@studio.example")
    signed_in(None).post("/sign-in/", {"login": person.email, "password": PASSWORD})
    assert not person.is_active
    assert "Asking to join" in signed_in(ada).get("/team/").content.decode()
    signed_in(ada).post(f"/team/{person.pk}/reopen/")
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(person.pk)


def _silent_server() -> object:
    import contextlib
    import socket

    @contextlib.contextmanager
    def serve():
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            door.listen()  # takes the call and never says a word
            yield door.getsockname()[1]

    return serve()
