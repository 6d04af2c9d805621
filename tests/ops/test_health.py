"""/health is alarmed by three things only, and not by a start."""

from __future__ import annotations

import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from generations.models import Beat
from imagehub import suspend_detection
from imagehub.http import health
from tests import machine_speed

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


def _beat(seconds_ago: float) -> None:
    Beat.objects.create(name="cluster", at=timezone.now() - timedelta(seconds=seconds_ago))


def _awake(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    monkeypatch.setattr(suspend_detection, "seconds", lambda: seconds)


def test_a_fresh_heartbeat_is_well(client: Client) -> None:
    _beat(3)
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert 2 < answer.json()["heartbeat_age_s"] < 3 + machine_speed.own(2)


@pytest.mark.parametrize("age", [None, 3600])
def test_a_start_is_not_an_alarm(
    client: Client, monkeypatch: pytest.MonkeyPatch, age: float | None
) -> None:
    if age:
        _beat(age)
    _awake(monkeypatch, 5)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "starting")


@pytest.mark.parametrize("age", [None, 31])
def test_a_late_heartbeat_is(
    client: Client, monkeypatch: pytest.MonkeyPatch, age: float | None
) -> None:
    if age:
        _beat(age)
    _awake(monkeypatch, 31)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ok")


def test_a_full_disk_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    _beat(1)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(1, 1, 199 * 10**6))
    assert client.get("/health").status_code == 503


def test_a_lost_database_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DatabaseError

    monkeypatch.setattr(health, "_facts", fail)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["database"] is False


def test_a_stranger_learns_no_numbers_of_jobs(client: Client) -> None:
    assert set(client.get("/health").json()) == {
        "status",
        "database",
        "heartbeat_age_s",
        "drain_heartbeat_age_s",
        "queue_age_s",
        "oldest_job_s",
        "trouble",
        "free_disk_bytes",
    }
