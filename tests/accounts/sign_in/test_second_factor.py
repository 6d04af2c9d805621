"""A second proof: set up, asked for, lost, and required of everybody."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.management import call_command
from django.test import Client

from accounts.keys import encryption
from accounts.models import TeamSetting, User
from accounts.sign_in import second_factor
from generations.web.live import stream_session_check
from tests.accounts.conftest import PASSWORD, signed_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def by_password(person: User) -> Client:
    client = Client()
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    return client


def test_an_app_is_set_up_with_its_code_and_recovery_codes_follow(alice):
    client = by_password(alice)
    client.post("/sign-in/again/", {"password": PASSWORD})
    page = client.get("/security/app/").content.decode()
    assert "<svg" in page
    assert "data:image" not in page
    secret = page.partition('class="secret">')[2].partition("<")[0]
    assert client.post("/security/app/", {"code": "000000"}).status_code == 200
    assert client.post("/security/app/", {"code": code(secret)})["Location"] == "/security/codes/"
    shown = client.get("/security/codes/").content.decode()
    assert shown.count("<li>") >= 10
    assert "Recovery codes of alice" in client.get("/security/codes/download/").content.decode()
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    assert encryption.unseal(stored, bound_to="second factor") == secret


def test_the_code_is_asked_for_after_the_password(alice):
    TOTP.activate(alice, SECRET)
    client = Client()
    first = client.post("/sign-in/", {"login": alice.email, "password": PASSWORD})
    assert first["Location"] == "/sign-in/second/"
    assert client.get("/profile/").status_code == 302
    assert "One more step" in client.get("/sign-in/second/").content.decode()
    assert client.post("/sign-in/second/", {"code": "000000"}).status_code == 200
    assert client.post("/sign-in/second/", {"code": code()})["Location"] == "/"
    assert client.get("/profile/").status_code == 200


def test_guessing_codes_is_slowed_down(alice):
    TOTP.activate(alice, SECRET)
    client = by_password(alice)
    for number in range(8):
        last = client.post("/sign-in/second/", {"code": f"00000{number}"})
    assert "Too many" in last.content.decode()


def test_a_seal_that_does_not_open_lets_nobody_in(alice, settings):
    TOTP.activate(alice, SECRET)
    settings.ENCRYPTION_KEYS = ["x" * 43 + "="]
    client = by_password(alice)
    for guess in (code(), code("A" * 32)):
        client.post("/sign-in/second/", {"code": guess})
    assert client.get("/profile/").status_code == 302


def test_sealing_again_keeps_every_secret(alice, settings):
    from cryptography.fernet import Fernet

    TOTP.activate(alice, SECRET)
    new = Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [new, *settings.ENCRYPTION_KEYS]
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    assert json.loads(out.getvalue())["second_factors"] == 1
    settings.ENCRYPTION_KEYS = [new]
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert encryption.unseal(stored, bound_to="second factor") == SECRET


def test_where_it_is_required_nobody_goes_on_without(alice, ada):
    client = by_password(alice)
    key = client.session.session_key
    signed_in(ada).post("/team/rules/", {"require_second_factor": "on", "signup_domain": ""})
    for path in ("/", "/profile/", "/keys/", "/gallery/"):
        assert client.get(path)["Location"] == "/security/"
    swap = client.get("/lists/", headers={"HX-Request": "true"})
    assert (swap.status_code, swap["HX-Redirect"]) == (401, "/security/")
    assert client.get("/security/").status_code == 200
    assert client.get("/sign-out/").status_code == 200
    assert stream_session_check.person_of(key) is None
    assert stream_session_check.still_welcome({key: alice.pk}) == set()
    TOTP.activate(alice, SECRET)
    assert client.get("/profile/").status_code == 200
    assert stream_session_check.person_of(key) == alice.pk


def test_recovery_codes_alone_are_no_second_factor(alice):
    TeamSetting.objects.create(pk=1, require_second_factor=True)
    Authenticator.objects.create(user=alice, type="recovery_codes", data={})
    assert second_factor.is_owed_by(alice)


def test_an_admin_takes_off_what_was_lost(alice, ada):
    TOTP.activate(alice, SECRET)
    signed_in(ada).post(f"/team/{alice.pk}/forget-factors/")
    assert by_password(alice).get("/profile/").status_code == 200


@pytest.mark.parametrize("credential", ["", "nonsense", "{}", '{"id": "x"}', "[]", "null"])
def test_a_made_up_passkey_opens_nothing(alice, credential):
    client = Client()
    client.get("/sign-in/passkey/", headers={"Accept": "application/json"})
    client.post("/sign-in/passkey/", {"credential": credential})
    assert "_auth_user_id" not in client.session


def test_pages_that_change_the_door_ask_who_it_is(alice):
    client = signed_in(alice)
    answer = client.get("/security/passkeys/add/")
    assert answer["Location"].startswith("/sign-in/again/")
    assert client.post("/sign-in/again/", {"password": "no"}).status_code == 200
    assert client.post("/sign-in/again/", {"password": PASSWORD}).status_code == 302
    assert client.get("/security/passkeys/add/").status_code == 200
