"""The same promises on PostgreSQL, through its own tools."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.ops.test_backup import MAKE_DATA, Folder

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@pytest.fixture
def databases() -> Iterator[list[str]]:
    """Two fresh databases' addresses."""
    server = os.environ["IMAGEHUB_TEST_POSTGRES"]
    names = [f"ops_{uuid.uuid4().hex}" for _ in range(2)]
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        yield [server.rpartition("/")[0] + f"/{name}" for name in names]
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def _folder(data: Path, database: str) -> Folder:
    folder = Folder(data)
    folder.environment["DATABASE_URL"] = database
    return folder


def test_everything_comes_back(databases: list[str], tmp_path: Path) -> None:
    full = _folder(tmp_path / "full", databases[0])
    full.manage("migrate", "--verbosity", "0").check_returncode()
    full.manage("shell", "--command", MAKE_DATA).check_returncode()
    made = full.manage("backup", tmp_path / "backup.tar")
    assert made.returncode == 0, made.stderr
    empty = _folder(tmp_path / "empty", databases[1])
    done = empty.manage("restore", tmp_path / "backup.tar")
    assert done.returncode == 0, done.stderr
    with psycopg.connect(databases[1]) as connection:
        rows = connection.execute("SELECT path FROM generations_picture").fetchall()
    assert len(rows) == 3
    assert all((empty.data / "pictures" / path).exists() for (path,) in rows)
    again = empty.manage("restore", tmp_path / "backup.tar")
    assert "--force" in again.stderr
    assert empty.manage("restore", tmp_path / "backup.tar", "--force").returncode == 0


def test_a_sqlite_backup_is_refused_by_name(databases: list[str], tmp_path: Path) -> None:
    full = Folder(tmp_path / "sqlite")
    full.manage("migrate", "--verbosity", "0").check_returncode()
    full.manage("backup", tmp_path / "backup.tar").check_returncode()
    done = _folder(tmp_path / "empty", databases[0]).manage("restore", tmp_path / "backup.tar")
    assert "of a SQLite database" in done.stderr
