"""What the web process says when it starts, and the mark under its old name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
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
        line for line in page.splitlines() if line.startswith("<script") and "vendor/htmx" in line
    ]
    assert ["defer" in tag for tag in tags] == [False, True, True]
    assert "htmx.min" in tags[0]
    assert "django_htmx" not in page  # its own copies are of a beta


def test_htmx_is_the_version_that_stands_beside_it() -> None:
    folder = Path(settings.BASE_DIR) / "static" / "vendor" / "htmx"
    version = (folder / "VERSION").read_text().strip()
    assert f'this.version="{version}"' in (folder / "htmx.min.js").read_text()
    assert "Zero-Clause BSD" in (folder / "LICENSE").read_text()
    assert f"htmx {version}" in (Path(settings.BASE_DIR) / "docs" / "dependencies.md").read_text()
