"""The cast: Alice asks, Bob is her teammate, Vera looks, Ada administers."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django_q.models import OrmQ

from accounts.models import User

PASSWORD = "correct horse battery"
SECRET = "sk-or-v1-very-secret-indeed-1234567890"


@pytest.fixture(autouse=True)
def _fresh_doors() -> None:
    """What other tests knocked does not count."""
    cache.clear()


@pytest.fixture
def alice(db: None) -> User:
    return User.objects.create_user("alice@example.com", PASSWORD, name="Alice")


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create_user("bob@example.com", PASSWORD)


@pytest.fixture
def vera(db: None) -> User:
    return User.objects.create_user("vera@example.com", PASSWORD, role="viewer")


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada@example.com", PASSWORD, role="admin")


def signed_in(person: User | None) -> Client:
    """A browser of that person, or of a stranger."""
    client = Client()
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def deliver() -> int:
    """Does the letters that wait in the queue; returns how many there were."""
    from generations import tasks

    waiting = [row for row in OrmQ.objects.all() if row.task["group"] == "mail"]
    for row in waiting:
        task = row.task
        getattr(tasks, task["func"].rpartition(".")[2])(*task["args"])
        row.delete()
    return len(waiting)
