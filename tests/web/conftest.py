"""The cast: Alice runs the team, Bob makes pictures, Charlie is another member, Vera looks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from tests.factories import make_user


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    for name in ("PICTURE_DIR", "SPOOL_DIR", "RUN_DIR"):
        setattr(settings, name, tmp_path / name.lower())


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice@example.org", role=Role.ADMIN, name="Alice Ash")


@pytest.fixture
def bob(db: None) -> User:
    return make_user("bob@example.org", name="Bob Birch")


@pytest.fixture
def charlie(db: None) -> User:
    return make_user("charlie@example.org", name="Charlie Cedar")


@pytest.fixture
def vera(db: None) -> User:
    return make_user("vera@example.org", role=Role.VIEWER, name="Vera Vine")


@pytest.fixture
def as_user() -> Any:
    """`as_user(bob)`: a browser signed in as that person; `as_user(None)`: a stranger."""

    def signed_in(user: User | None) -> Client:
        client = Client()
        if user:
            client.force_login(user)
        return client

    return signed_in
