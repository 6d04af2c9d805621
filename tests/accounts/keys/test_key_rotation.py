"""New encryption keys: everything is sealed again, nothing is lost, nothing leaks."""

from __future__ import annotations

import io
import json
import logging
import tarfile
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import settings as live
from django.core.management import call_command
from django.db import connection

from accounts.keys import encryption, key_vault
from accounts.keys.key_rotation import rotate
from accounts.models import KeyStatus, ProviderKey
from generations.services.upkeep import backup
from tests.accounts.conftest import SECRET, signed_in


@pytest.fixture
def three(alice: Any) -> list[ProviderKey]:
    return [
        key_vault.store(
            owner=alice, provider="fastapi", label=f"{number}", secret=f"{SECRET}-{number}"
        )
        for number in range(3)
    ]


def put_in_front(settings: Any) -> str:
    fresh = Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [fresh, *settings.ENCRYPTION_KEYS]
    return fresh


def test_every_key_opens_with_the_new_encryption_key_alone(three, settings):
    fresh = put_in_front(settings)
    out = io.StringIO()
    call_command("rotate_keys", stdout=out)
    told = json.loads(out.getvalue())
    assert told == {"rotated": 3, "current": 0, "unreadable": 0, "second_factors": 0}
    settings.ENCRYPTION_KEYS = [fresh]
    kept = ProviderKey.objects.order_by("pk")
    assert [key_vault.key_for(key) for key in kept] == [f"{SECRET}-{number}" for number in range(3)]


def test_a_rotation_that_broke_off_goes_on_where_it_was(three, settings):
    put_in_front(settings)
    first = ProviderKey.objects.order_by("pk").first()
    sealed = encryption.reseal(first.sealed, bound_to=key_vault.binding(first))
    ProviderKey.objects.filter(pk=first.pk).update(sealed=sealed)
    done = rotate()
    assert (done.rotated, done.current) == (2, 1)
    assert rotate().current == 3


def test_a_key_replaced_meanwhile_is_not_put_back(three, settings, monkeypatch):
    put_in_front(settings)
    real = encryption.reseal

    def slowly(sealed: str, *, bound_to: str) -> str:
        fresh = real(sealed, bound_to=bound_to)
        key = ProviderKey.objects.get(pk=three[0].pk)
        if key.sealed == sealed:
            key_vault.replace(key, "sk-entered-in-that-moment")
        return fresh

    monkeypatch.setattr("accounts.keys.encryption.reseal", slowly)
    rotate()
    assert key_vault.key_for(ProviderKey.objects.get(pk=three[0].pk)) == "sk-entered-in-that-moment"


def test_a_key_that_no_longer_opens_says_enter_again_and_breaks_nothing_else(
    three, alice, settings
):
    stray = Fernet(Fernet.generate_key()).encrypt(b"{}").decode()
    ProviderKey.objects.filter(pk=three[0].pk).update(sealed=stray)
    put_in_front(settings)
    done = rotate()
    assert (done.rotated, done.unreadable) == (2, 1)
    assert ProviderKey.objects.get(pk=three[0].pk).status == KeyStatus.UNREADABLE
    page = signed_in(alice).get("/keys/").content.decode()
    assert "Enter “0” again" in page
    assert ProviderKey.objects.usable_by(alice).count() == 2
    answer = signed_in(alice).post(f"/keys/{three[0].pk}/replace/", {"secret": SECRET})
    assert answer.status_code == 302
    assert ProviderKey.objects.usable_by(alice).count() == 3


def test_a_replaced_secret_stays_for_jobs_sent_before_and_then_goes(three, settings):
    from datetime import timedelta

    from django.utils import timezone

    key, before = three[0], timezone.now()
    key_vault.replace(key, "sk-the-new-one-123456")
    key.refresh_from_db()
    assert key_vault.key_for(key) == "sk-the-new-one-123456"
    assert key_vault.key_for(key, sent_at=before) == f"{SECRET}-0"
    assert key_vault.key_for(key, sent_at=timezone.now()) == "sk-the-new-one-123456"
    fresh = put_in_front(settings)
    rotate()
    settings.ENCRYPTION_KEYS = [fresh]
    key.refresh_from_db()
    assert key_vault.key_for(key, sent_at=before) == f"{SECRET}-0"
    ProviderKey.objects.update(replaced_at=timezone.now() - timedelta(days=1))
    assert key_vault.wipe_replaced() == 1
    assert ProviderKey.objects.get(pk=key.pk).sealed_before == ""


@pytest.mark.django_db(transaction=True)
def test_no_file_of_ours_holds_a_key(settings, tmp_path, caplog):
    from accounts.models import User

    alice = User.objects.create_user("alice@example.com", "correct horse battery")
    for name in ("PICTURE_DIR", "SPOOL_DIR", "RUN_DIR"):
        setattr(settings, name, tmp_path / name.lower())
        getattr(settings, name).mkdir()
    with caplog.at_level(logging.DEBUG):
        client = signed_in(alice)
        form = {"provider": "fastapi", "label": "Known", "secret": SECRET}
        client.post("/keys/", form)
        put_in_front(settings)
        call_command("rotate_keys", stdout=io.StringIO())
    archive = tmp_path / "backup.tar"
    if connection.vendor == "sqlite":
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"]
        backup.write(archive, with_secrets=True)
        base = Path(connection.settings_dict["NAME"])
        journal = base.with_name(f"{base.name}-wal")
        assert SECRET.encode() not in base.read_bytes()
        assert b"Known" in journal.read_bytes() + base.read_bytes()
        assert SECRET.encode() not in journal.read_bytes()
        assert SECRET.encode() not in archive.read_bytes()
        with tarfile.open(archive) as tar:
            assert "database.sqlite3" in tar.getnames()
    assert SECRET not in caplog.text
    assert live.ENCRYPTION_KEYS[0] not in caplog.text
