"""Notices that find people: a dead key, an unknown outcome, a full disk; and by mail where set."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django_q.models import OrmQ

from accounts.keys import key_sharing, key_vault
from accounts.models import KeyStatus, Notice, ProviderKey, Role, User
from generations import tasks
from generations.models import Generation
from generations.services.notices import notice_mail, notify
from tests.factories import make_user

Ask = Callable[..., Generation]
Work = Callable[[], None]


def said(person: User) -> list[str]:
    return list(Notice.objects.filter(person=person).values_list("kind", flat=True))


def test_a_key_the_router_refuses_tells_its_owner_once(ask: Ask, work: Work, alice: User) -> None:
    key = ProviderKey.objects.get(provider="openrouter")
    key_vault.replace(key, "sk-bad-openrouter-0123456789")
    ask(provider="openrouter")
    ask(provider="openrouter")
    work()
    tasks.judge_key(key.pk)
    tasks.judge_key(key.pk)
    assert said(alice) == ["key_stopped"]


def test_of_a_team_key_the_admins_hear_too(ask: Ask, work: Work, alice: User) -> None:
    ada = make_user("ada@example.org", role=Role.ADMIN)
    key = ProviderKey.objects.get(provider="openrouter")
    key_sharing.share(key, with_whom="everyone", roles=[], people=[])
    key_vault.replace(key, "sk-bad-openrouter-0123456789")
    ask(provider="openrouter")
    work()
    tasks.judge_key(key.pk)
    assert (said(alice), said(ada)) == (["key_stopped"], ["key_stopped"])


def test_a_check_that_fails_tells_too(alice: User, simulator: Any) -> None:
    key = ProviderKey.objects.get(provider="openrouter")
    key_vault.replace(key, "sk-bad-openrouter-0123456789")
    tasks.check_key(key.pk)
    key.refresh_from_db()
    assert key.status == KeyStatus.REJECTED
    assert said(alice) == ["key_stopped"]


def test_a_key_that_no_longer_opens_ends_its_job_free_and_says_so(
    ask: Ask, settle: Callable[[Generation], None], alice: User
) -> None:
    job, other = ask(), ask(provider="openrouter")
    ProviderKey.objects.filter(provider="fastapi").update(sealed="nonsense")
    settle(job)
    settle(other)
    assert (job.status, job.code, job.posts) == ("failed", "key_rejected", 0)
    assert other.status == "done"
    assert ProviderKey.objects.get(provider="fastapi").status == KeyStatus.UNREADABLE
    assert said(alice) == ["key_stopped"]


def test_an_unknown_outcome_tells_its_owner(
    ask: Ask, settle: Callable[[Generation], None], alice: User
) -> None:
    job = ask("[garbage]")
    settle(job)
    assert job.status == "unknown"
    assert said(alice) == ["job_unknown"]


def test_a_disk_nearly_full_tells_the_admins_once_a_day(alice: User, settings: Any) -> None:
    ada = make_user("ada@example.org", role=Role.ADMIN)
    notify.storage()
    assert said(ada) == []
    settings.MIN_FREE = 10**18
    notify.storage()
    notify.storage()
    assert (said(ada), said(alice)) == (["storage"], [])


def test_a_letter_goes_out_by_the_worker_where_mail_is_set(alice: User, settings: Any) -> None:
    settings.MAIL_IS_ON = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    key = ProviderKey.objects.get(provider="openrouter")
    key_vault.rejected(key.pk, "401 User not found")
    before = OrmQ.objects.count()
    notify.key_stopped(key.pk)
    assert OrmQ.objects.count() == before + 1
    assert mail.outbox == []
    tasks.send_notice(Notice.objects.get().pk)
    (letter,) = mail.outbox
    assert letter.to == ["alice@example.org"]
    assert "stopped working" in letter.subject
    assert "sk-good" not in letter.body


@pytest.mark.slow
def test_a_mail_server_that_hangs_costs_its_time_out_and_no_more(
    alice: User, settings: Any
) -> None:
    silent = socket.create_server(("127.0.0.1", 0))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", silent.getsockname()[1]
    settings.EMAIL_TIMEOUT = 0.5
    notice = Notice.objects.create(kind="storage", person=alice, title="x")
    started = time.monotonic()
    assert notice_mail.send(notice.pk) is False
    assert time.monotonic() - started < 5
    silent.close()
    assert threading.active_count() >= 1
