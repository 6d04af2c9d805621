"""The page of one's own keys, and that no answer ever holds one."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from accounts.keys import encryption, key_vault
from accounts.models import KeyStatus, ProviderKey
from tests.accounts.conftest import SECRET, signed_in

ADD = {"provider": "openrouter", "label": "Studio", "secret": SECRET}


@pytest.fixture
def key(alice) -> ProviderKey:
    return key_vault.store(owner=alice, provider="openrouter", label="Studio", secret=SECRET)


def test_a_member_adds_a_key_and_it_is_checked_by_the_worker(alice):
    client = signed_in(alice)
    answer = client.post("/keys/", ADD)
    kept = ProviderKey.objects.get()
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"/keys/?checking={kept.pk}-")
    assert OrmQ.objects.count() == 1
    page = client.get(answer["Location"]).content.decode()
    assert "Checking" in page
    assert "••••••••7890" in page
    assert f'hx-get="/keys/{kept.pk}/?since=' in page


def test_problems_stand_at_their_fields_all_at_once(alice):
    answer = signed_in(alice).post("/keys/", {"provider": "openrouter", "label": "", "secret": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="label_error"' in page
    assert 'id="secret_error"' in page


@pytest.mark.parametrize(
    "bad", [{"secret": "two words"}, {"provider": "nobody"}, {"label": "x" * 61}]
)
def test_what_cannot_be_kept_is_refused(alice, bad):
    assert signed_in(alice).post("/keys/", {**ADD, **bad}).status_code == 422
    assert not ProviderKey.objects.exists()


def test_an_unusual_beginning_is_a_hint_and_no_refusal(alice):
    answer = signed_in(alice).post(
        "/keys/", {**ADD, "secret": "zz-unusual-key-123456"}, follow=True
    )
    assert "usually begin with sk-or-v1-" in answer.content.decode()
    assert ProviderKey.objects.count() == 1


def test_no_answer_holds_the_key(alice, ada, key):
    client, boss = signed_in(alice), signed_in(ada)
    seen = [
        client.get("/keys/"),
        client.get(f"/keys/{key.pk}/"),
        client.get(f"/keys/{key.pk}/replace/"),
        client.get(f"/keys/{key.pk}/remove/"),
        client.get("/profile/"),
        client.post("/keys/", {**ADD, "provider": "fastapi"}, follow=True),
        client.post("/keys/", ADD),  # the name is taken: the form comes back
        client.post(f"/keys/{key.pk}/replace/", {"secret": SECRET + " x"}),
        client.post(f"/keys/{key.pk}/check/", headers={"HX-Request": "true"}),
        client.post(f"/keys/{key.pk}/default/", follow=True),
        boss.get("/admin/accounts/providerkey/"),
        boss.get(f"/admin/accounts/providerkey/{key.pk}/change/"),
    ]
    for answer in seen:
        assert answer.status_code in (200, 422), answer.request["PATH_INFO"]
        text = answer.content.decode() + str(answer.headers)
        assert SECRET not in text
        assert key.sealed not in text
    assert SECRET not in str(list(OrmQ.objects.values()))


def test_a_row_asks_again_only_while_a_check_runs(alice, key):
    client = signed_in(alice)
    assert "hx-get" in client.get(f"/keys/{key.pk}/?since={time.time():.3f}").content.decode()
    before = time.time() - 5
    ProviderKey.objects.filter(pk=key.pk).update(
        status=KeyStatus.WORKING, checked_at=timezone.now(), models_seen=26
    )
    page = client.get(f"/keys/{key.pk}/?since={before:.3f}").content.decode()
    assert "hx-get" not in page
    assert "Verified" in page
    assert "26 models" in page


@pytest.mark.parametrize("since", ["", "nan", "inf", "-1", "x", "1e99"])
def test_a_strange_moment_is_no_error(alice, key, since):
    client = signed_in(alice)
    assert client.get(f"/keys/{key.pk}/?since={since}").status_code == 200
    assert client.get(f"/keys/?checking={key.pk}-{since}").status_code == 200


def test_a_paused_and_a_rejected_key_say_so(alice, key):
    ProviderKey.objects.filter(pk=key.pk).update(
        status=KeyStatus.REJECTED,
        last_error="401 User not found",
        paused_until=timezone.now() + timedelta(minutes=1),
    )
    page = signed_in(alice).get("/keys/").content.decode()
    assert "Your key “Studio” was refused by OpenRouter" in page
    assert "401 User not found" in page
    assert "Resting until" in page


def test_the_last_success_stays_when_a_router_refuses_the_key_later(alice, key):
    client = signed_in(alice)
    assert "Last success" not in client.get("/keys/").content.decode()
    key_vault.used(key.pk)
    key.refresh_from_db()
    success = key.succeeded_at
    key_vault.rejected(key.pk, "401 no such key")
    key.refresh_from_db()
    assert (key.status, key.succeeded_at) == ("rejected", success)
    assert "Last success <time" in client.get("/keys/").content.decode()


def test_replace_default_and_remove(alice, key):
    client = signed_in(alice)
    second = key_vault.store(owner=alice, provider="openrouter", label="Second", secret=SECRET)
    client.post(f"/keys/{second.pk}/default/")
    client.post(f"/keys/{second.pk}/replace/", {"secret": "sk-or-v1-another-one-abcd"})
    second.refresh_from_db()
    assert (second.is_default, second.last4) == (True, "abcd")
    assert key_vault.key_for(second) == "sk-or-v1-another-one-abcd"
    client.post(f"/keys/{second.pk}/remove/")
    second.refresh_from_db()
    key.refresh_from_db()
    assert (second.sealed, key.is_default) == ("", True)
    assert client.get(f"/keys/{second.pk}/replace/").status_code == 404


def test_viewers_are_told_and_cannot(vera, alice, key):
    client = signed_in(vera)
    assert "Viewers look" in client.get("/keys/").content.decode()
    assert client.post("/keys/", ADD).status_code == 403


def test_nobody_reaches_another_persons_key(bob, ada, key):
    for person in (bob, ada):
        client = signed_in(person)
        for verb in ("check", "default", "remove", "replace"):
            assert client.post(f"/keys/{key.pk}/{verb}/").status_code == 404
        assert client.get(f"/keys/{key.pk}/").status_code == 404


def test_a_sealed_key_is_bound_to_its_row(alice, bob, key):
    stolen = key_vault.store(
        owner=bob, provider="openrouter", label="x", secret="sk-or-bobs-own-key"
    )
    ProviderKey.objects.filter(pk=stolen.pk).update(sealed=key.sealed)
    stolen.refresh_from_db()
    with pytest.raises(key_vault.KeyUnreadable):
        key_vault.key_for(stolen)


def test_a_new_first_encryption_key_still_reads_what_the_old_one_wrote(settings, key):
    old = settings.ENCRYPTION_KEYS[0]
    from cryptography.fernet import Fernet

    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), old]
    assert key_vault.key_for(key) == SECRET
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(key_vault.KeyUnreadable):
        key_vault.key_for(key)
    with pytest.raises(encryption.Unreadable):
        encryption.unseal("", bound_to="x")


def test_the_list_asks_the_database_the_same_few_times(alice, django_assert_max_num_queries):
    client = signed_in(alice)
    for number in range(8):
        key_vault.store(owner=alice, provider="fastapi", label=f"{number}", secret=SECRET)
    client.get("/profile/")  # the first page of a session writes it down
    with django_assert_max_num_queries(11):  # team keys, routers and notices too
        assert client.get("/keys/").status_code == 200
