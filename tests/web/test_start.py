"""What the web process says when it starts, and the mark under its old name."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from imagehub import lifespan


def test_the_first_admins_link_is_said_only_while_it_is_open(
    db: None, settings: Any, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA_DIR = tmp_path
    lifespan._say_the_first_link()
    assert "/first-run/" in capsys.readouterr().out
    User.objects.create_user("alice@example.org", "correct horse", role="admin")
    lifespan._say_the_first_link()
    assert capsys.readouterr() == ("", "")


def test_a_browser_that_asks_for_a_favicon_gets_the_mark(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].endswith(".svg")


def test_htmx_starts_after_its_extensions(db: None, as_user: Any, alice: User) -> None:
    """Deferred itself, it sometimes began before them: the page then had no live stream."""
    page = as_user(alice).get("/").content.decode()
    tags = [
        line for line in page.splitlines() if line.startswith("<script") and "django_htmx" in line
    ]
    assert ["defer" in tag for tag in tags] == [False, True, True]
    assert "htmx-4" in tags[0]
