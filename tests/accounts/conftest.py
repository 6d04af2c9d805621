"""The cast: Alice asks, Bob is her teammate, Vera looks, Ada administers."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User

PASSWORD = "correct horse battery"
SECRET = "sk-or-v1-very-secret-indeed-1234567890"


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
