"""What admins can set, and what they never see."""

from __future__ import annotations

import pytest

from accounts.models import ProviderSetting, User
from tests.accounts.conftest import signed_in

OWN = {
    "slug": "house",
    "label": "House router",
    "is_on": "on",
    "base_url": "https://images.example.com/v1/",
    "models_text": "a/b\nc",
    "needs_key": "on",
}
PROVIDERS = "/admin/accounts/providersetting/"


def test_an_admin_adds_a_provider_of_the_teams_own(ada):
    assert signed_in(ada).post(f"{PROVIDERS}add/", OWN).status_code == 302
    row = ProviderSetting.objects.get()
    assert (row.base_url, row.model_ids) == ("https://images.example.com/v1", ["a/b", "c"])


@pytest.mark.parametrize(
    "url",
    [
        "http://images.example.com/v1",
        "https://127.0.0.1/v1",
        "https://localhost/v1",
        "https://10.0.0.7/v1",
        "https://[::1]/v1",
        "https://router.internal/v1",
        "https://box/v1",
        "https://me:pass@images.example.com/v1",
        "ftp://images.example.com",
        "",
    ],
)
def test_its_address_is_https_and_public(ada, url):
    assert signed_in(ada).post(f"{PROVIDERS}add/", {**OWN, "base_url": url}).status_code == 200
    assert not ProviderSetting.objects.exists()


def test_a_private_host_that_the_operator_named_is_fine(ada, settings):
    settings.PRIVATE_HOSTS = ["gpu.lan"]
    sent = signed_in(ada).post(f"{PROVIDERS}add/", {**OWN, "base_url": "http://gpu.lan:8080/v1"})
    assert sent.status_code == 302


def test_the_sandbox_can_be_switched_off(ada):
    from accounts.keys import provider_directory

    sent = signed_in(ada).post(f"{PROVIDERS}add/", {"slug": "sandbox"})
    assert sent.status_code == 302
    assert provider_directory.facts_of("sandbox") is None


def test_a_built_in_provider_keeps_its_address(ada):
    sent = signed_in(ada).post(f"{PROVIDERS}add/", {**OWN, "slug": "openrouter"})
    assert sent.status_code == 200


def test_no_password_hash_is_shown(ada, alice):
    page = signed_in(ada).get(f"/admin/accounts/user/{alice.pk}/change/").content.decode()
    assert alice.password not in page
    assert "md5$" not in page


def test_an_admin_adds_and_closes_people(ada):
    client = signed_in(ada)
    new = {"email": "New@example.com", "role": "member", "is_active": "on", "password": "abc"}
    assert client.post("/admin/accounts/user/add/", new).status_code == 200
    new["password"] = "correct horse battery"
    assert client.post("/admin/accounts/user/add/", new).status_code == 302
    person = User.objects.get(email="new@example.com")
    assert person.check_password("correct horse battery")
    change = {"email": person.email, "role": "viewer"}
    client.post(f"/admin/accounts/user/{person.pk}/change/", change)
    person.refresh_from_db()
    assert (person.role, person.is_active) == ("viewer", False)


def test_somebody_stays_an_admin(ada):
    change = {"email": ada.email, "role": "member", "is_active": "on"}
    sent = signed_in(ada).post(f"/admin/accounts/user/{ada.pk}/change/", change)
    assert "must stay an active admin" in sent.content.decode()
