"""PostgreSQL's own tools for a copy of the whole database."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from django.conf import settings

WORDS = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}


def dump(file: Path) -> None:
    """A consistent copy. Raises CalledProcessError."""
    _run(["pg_dump", "--format=custom", "--no-owner", f"--file={file}", f"--dbname={_name()}"])


def load(file: Path) -> None:
    """Replaces what is in the database, all or nothing. Raises CalledProcessError."""
    options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
    _run(["pg_restore", *options, f"--dbname={_name()}", str(file)])


def _name() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def _run(command: list[str]) -> None:
    given = settings.DATABASES["default"]
    words = {word: str(given[name]) for name, word in WORDS.items() if given.get(name)}
    subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **words})
