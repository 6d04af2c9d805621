"""Every address of the people's pages, asked by everybody."""

from __future__ import annotations

import pytest
from django.urls import get_resolver

from accounts.keys import key_vault
from accounts.urls import urlpatterns
from tests.accounts.conftest import PASSWORD, SECRET, deliver, signed_in

OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "first_run",
    "account_confirm_email",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_list_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "ask_to_join",
    "asked_to_join",
    "join",
}
ALL = {"viewer": 200, "member": 200, "admin": 200}
POSTS = {"viewer": 405, "member": 405, "admin": 405}
ADMINS = {"viewer": 403, "member": 403, "admin": 200}
ADMIN_POSTS = {"viewer": 403, "member": 403, "admin": 405}
AGAIN = {"viewer": 302, "member": 302, "admin": 302}  # says first who they are
PROFILE = {"theme": "light", "date_language": "en-gb", "default_visibility": "team"}
CLOSED = {
    "/profile/": {"viewer": 200, "member": 200, "admin": 200},
    "/password/change/": {"viewer": 200, "member": 200, "admin": 200},
    "/keys/": {"viewer": 200, "member": 200, "admin": 200},
    "/email/": ALL,
    "/sign-in/again/": ALL,
    "/sign-in/again/code/": AGAIN,
    "/sign-in/again/passkey/": AGAIN,
    "/password/set/": AGAIN,
    "/security/": ALL,
    "/security/app/": AGAIN,
    "/security/app/remove/": {"viewer": 404, "member": 404, "admin": 404},
    "/security/codes/": {"viewer": 404, "member": 404, "admin": 404},
    "/security/codes/new/": AGAIN,
    "/security/codes/download/": {"viewer": 404, "member": 404, "admin": 404},
    "/security/passkeys/add/": AGAIN,
    "/security/passkeys/1/": AGAIN,
    "/security/passkeys/1/remove/": AGAIN,
    "/sessions/": ALL,
    "/profile/avatar/": POSTS,
    "/profile/export/": POSTS,
    "/profile/leave/": ALL,
    "/profile/notices/": POSTS,
    "/notices/dismiss/": POSTS,
    "/people/1/avatar/abc": {"viewer": 404, "member": 404, "admin": 404},
    "/team/": ADMINS,
    "/team/invite/": ADMIN_POSTS,
    "/team/members.csv": ADMINS,
    "/team/invitations.csv": ADMINS,
    "/team/rules/": {"viewer": 403, "member": 403, "admin": 302},
    "/team/invitations/1/revoke/": ADMIN_POSTS,
    "/team/invitations/1/renew/": ADMIN_POSTS,
    "/team/{member}/": ADMINS,
    "/team/{member}/role/": ADMIN_POSTS,
    "/team/{member}/close/": ADMINS,
    "/team/{member}/reopen/": ADMIN_POSTS,
    "/team/{member}/delete/": ADMINS,
    "/team/{member}/reset-link/": ADMIN_POSTS,
    "/team/{member}/forget-factors/": ADMIN_POSTS,
    "/team/{member}/connect/": ADMIN_POSTS,
    "/theme/": {"viewer": 405, "member": 405, "admin": 405},
    "/keys/{key}/": {"viewer": 403, "member": 404, "admin": 404, "owner": 200},
    "/keys/{key}/check/": {"viewer": 405, "member": 405, "admin": 405, "owner": 405},
    "/keys/{key}/replace/": {"viewer": 403, "member": 404, "admin": 404, "owner": 200},
    "/keys/{key}/default/": {"viewer": 405, "member": 405, "admin": 405, "owner": 405},
    "/keys/{key}/share/": {"viewer": 403, "member": 404, "admin": 404, "owner": 200},
    "/keys/{key}/uses/": {"viewer": 403, "member": 404, "admin": 404, "owner": 200},
    "/keys/{key}/uses.csv": {"viewer": 403, "member": 404, "admin": 404, "owner": 200},
    "/notices/{key}/dismiss/": {"viewer": 405, "member": 405, "admin": 405},
    "/keys/{key}/remove/": {"viewer": 403, "member": 404, "admin": 404, "owner": 200},
    "/admin/": {"viewer": 302, "member": 302, "admin": 200},
    "/admin/accounts/user/": {"viewer": 302, "member": 302, "admin": 200},
    "/admin/accounts/user/add/": {"viewer": 302, "member": 302, "admin": 200},
    "/admin/accounts/providerkey/": {"viewer": 302, "member": 302, "admin": 200},
    "/admin/accounts/providersetting/add/": {"viewer": 302, "member": 302, "admin": 200},
}


def test_no_address_is_left_out():
    named = {pattern.name for pattern in urlpatterns}
    listed = {
        get_resolver().resolve(path.format(key=1, member=1)).url_name
        for path in CLOSED
        if not path.startswith("/admin/")
    }
    assert named == OPEN | listed


@pytest.mark.parametrize("path", CLOSED)
def test_a_stranger_is_sent_to_sign_in(db, path):
    answer = signed_in(None).get(path.format(key=1, member=1))
    assert answer.status_code in (302, 405)
    if answer.status_code == 302:
        assert answer["Location"].startswith(("/sign-in/", "/admin/login/"))
    assert signed_in(None).post(path.format(key=1, member=1)).status_code in (302, 405)


@pytest.mark.parametrize("path", CLOSED)
def test_everybody_sees_what_is_theirs(path, alice, bob, vera, ada):
    key = key_vault.store(owner=alice, provider="openrouter", label="Studio", secret=SECRET)
    cast = {"viewer": vera, "member": bob, "admin": ada, "owner": alice}
    here = path.format(key=key.pk, member=bob.pk)
    for who, status in CLOSED[path].items():
        assert signed_in(cast[who]).get(here).status_code == status, who


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in/",
        "/password/reset/",
        "/password/reset/done/",
        "/sign-in/inactive/",
        "/password/reset/key/1-abc/",
        "/password/reset/key/done/",
    ],
)
def test_the_pages_before_the_door_are_ours(db, path):
    page = signed_in(None).get(path).content.decode()
    assert "gate__form" in page
    assert 'style="' not in page


@pytest.mark.parametrize("path", ["/signup/", "/accounts/signup/", "/join/", "/login/code/"])
def test_nobody_signs_up_alone(db, path):
    assert signed_in(None).get(path).status_code == 404


def test_signing_in_and_out(alice):
    client = signed_in(None)
    wrong = client.post("/sign-in/", {"login": alice.email, "password": "no"})
    assert "_auth_user_id" not in client.session
    assert wrong.status_code == 200
    right = client.post("/sign-in/", {"login": "ALICE@example.com", "password": PASSWORD})
    assert (right.status_code, right["Location"]) == (302, "/")
    assert client.get("/sign-out/").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session


def test_a_closed_account_stays_outside(alice):
    alice.is_active = False
    alice.save()
    client = signed_in(None)
    client.post("/sign-in/", {"login": alice.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_guessing_is_slowed_down(alice):
    client = signed_in(None)
    answers = [
        client.post("/sign-in/", {"login": alice.email, "password": f"wrong {n}"}).content.decode()
        for n in range(8)
    ]
    right = client.post("/sign-in/", {"login": alice.email, "password": PASSWORD})
    assert "Too many" in answers[-1]
    assert "_auth_user_id" not in client.session
    assert right.status_code in (200, 429)


def test_the_admin_uses_our_sign_in(db, bob):
    first = signed_in(None).get("/admin/login/?next=/admin/")
    assert first["Location"].startswith("/sign-in/?next=%2Fadmin%2F")
    assert signed_in(bob).get("/admin/login/")["Location"] == "/"


def test_a_public_address_over_plain_http_is_said(db, settings):
    settings.ALLOWED_HOSTS = ["pictures.example.com", "testserver"]
    warned = signed_in(None).get("/sign-in/", headers={"host": "pictures.example.com"})
    assert "travels in the clear" in warned.content.decode()
    assert "travels in the clear" not in signed_in(None).get("/sign-in/").content.decode()


def test_the_theme_is_kept_and_served(alice):
    client = signed_in(alice)
    assert (
        client.post("/theme/", {"theme": "dark"}, headers={"HX-Request": "true"}).status_code == 204
    )
    assert 'data-theme="dark"' in client.get("/profile/").content.decode()
    assert client.post("/theme/", {"theme": "pink"}).status_code == 422
    away = client.post("/theme/", {"theme": "auto"}, headers={"Referer": "https://evil.example/"})
    assert away["Location"] == "/profile/"


def test_the_profile_is_kept_and_bad_input_told(alice):
    client = signed_in(alice)
    assert client.post("/profile/", {**PROFILE, "name": "Al"}).status_code == 302
    assert client.post("/profile/", {**PROFILE, "name": "x" * 121}).status_code == 422
    alice.refresh_from_db()
    assert (alice.name, alice.role) == ("Al", "member")
    client.post("/profile/", {**PROFILE, "name": "Al", "role": "admin", "email": "x@y.z"})
    alice.refresh_from_db()
    assert (alice.role, alice.email) == ("member", "alice@example.com")


def test_a_reset_letter_leads_to_a_new_password(alice, settings, mailoutbox):
    settings.MAIL_IS_ON = True
    client = signed_in(None)
    client.post("/password/reset/", {"email": alice.email})
    client.post("/password/reset/", {"email": "stranger@example.com"})
    assert mailoutbox == []  # no page waits for a mail server
    assert deliver() == 1
    assert [letter.to for letter in mailoutbox] == [[alice.email]]
    link = next(word for word in mailoutbox[0].body.split() if "/password/reset/key/" in word)
    page = client.get("/password" + link.partition("/password")[2], follow=True)
    assert "Choose a new password" in page.content.decode()
    new = {"password1": "a quite different one", "password2": "a quite different one"}
    done = client.post(page.request["PATH_INFO"], new, follow=True)
    assert done.status_code == 200
    alice.refresh_from_db()
    assert alice.check_password("a quite different one")


def test_without_mail_the_page_says_whom_to_ask(db):
    assert "does not send letters" in signed_in(None).get("/password/reset/").content.decode()


def test_a_form_without_its_token_gets_our_page(alice):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "This form is too old" in answer.content.decode()


def test_error_pages_are_ours(db, client):
    from django.template.loader import render_to_string

    assert "Nothing here" in client.get("/nope/").content.decode()
    for name in ("400", "403", "410", "429", "500"):
        assert "halt" in render_to_string(f"{name}.html")
