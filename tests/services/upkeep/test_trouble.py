"""What breaks in the worker is said by /health and on the admins' page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from django_q.models import Task

from accounts.models import Role, User
from generations.models import Beat, Generation
from generations.services.worker import heartbeat
from tests.factories import make_user

Ask = Callable[..., Generation]


def _crashed(minutes_ago: float) -> None:
    at = timezone.now() - timedelta(minutes=minutes_ago)
    Task.objects.create(
        id=f"crash{minutes_ago}",
        name="x",
        func="generations.tasks.drain",
        started=at,
        stopped=at,
        success=False,
        result="Boom: it broke",
    )


def _health(client: Client) -> dict[str, Any]:
    return dict(client.get("/health").json())


def test_a_crashed_drain_is_said_for_ten_minutes(alice: User, client: Client) -> None:
    heartbeat.beat()
    assert (_health(client)["status"], _health(client)["trouble"]) == ("ok", [])
    _crashed(20)
    assert _health(client)["status"] == "ok"
    _crashed(1)
    told = _health(client)
    assert (told["status"], told["trouble"]) == ("troubled", ["Drains crash"])
    assert Beat.objects.exists()


def test_a_job_that_goes_round_is_said_and_named_to_admins_alone(ask: Ask, client: Client) -> None:
    heartbeat.beat()
    job = ask("a secret garden")
    Generation.objects.filter(pk=job.pk).update(faults=1, status="generating")
    answer = client.get("/health")
    assert answer.json()["trouble"] == ["A job breaks its worker again and again"]
    assert str(job.uid) not in answer.content.decode()
    ada = make_user("ada@example.org", role=Role.ADMIN)
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/admin/").content.decode()
    assert str(job.uid) in page
    assert "secret garden" not in page
