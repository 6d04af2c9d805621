"""A backup made of a running product comes back whole, or not at all."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.ops.product import ROOT, Product

pytestmark = pytest.mark.slow
MAKE_DATA = """
from django.conf import settings
from accounts.models import User
from generations.models import Generation, Picture
import hashlib
alice = User.objects.create_user("alice@example.org", "correct horse battery")
job = Generation.objects.create(requester=alice, provider="sandbox", model="m", status="done")
for number in range(3):
    data = bytes([number]) * 100_000
    digest = hashlib.sha256(data).hexdigest()
    path = settings.PICTURE_DIR / "ab" / f"{digest}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.with_suffix(".small.webp").write_bytes(b"thumb")
    Picture.objects.create(generation=job, position=number, owner=alice, path=f"ab/{digest}.png",
        sha256=digest, bytes=len(data), format="png", width=1, height=1,
        thumbed_at=job.created_at, enlarged_at=job.created_at, thumb_tries=3)
Generation.objects.create(requester=alice, provider="sandbox", model="m", status="queued")
settings.SPOOL_DIR.mkdir()
(settings.SPOOL_DIR / "answer").write_bytes(b"paid for")
"""


class Folder:
    """A data folder and Django's command line on it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("IMAGEHUB_", "DJANGO_"))}
        self.environment = {**kept, "IMAGEHUB_DATA_DIR": str(data)}

    def manage(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        database = sqlite3.connect(self.data / "imagehub.sqlite3")
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = Folder(tmp_path_factory.mktemp("full"))
    Product(folder.data).migrate()
    folder.manage("shell", "--command", MAKE_DATA).check_returncode()
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "empty")


@pytest.fixture
def backup(full: Folder, tmp_path: Path) -> Path:
    file = tmp_path / "backup.tar"
    full.manage("backup", file).check_returncode()
    return file


def test_everything_comes_back(full: Folder, backup: Path, empty: Folder) -> None:
    done = empty.manage("restore", backup)
    assert done.returncode == 0, done.stderr
    for path, digest in empty.rows("SELECT path, sha256 FROM generations_picture"):
        data = (empty.data / "pictures" / str(path)).read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest
    assert len(empty.rows("SELECT 1 FROM generations_picture")) == 3
    assert (empty.data / "spool" / "answer").read_bytes() == b"paid for"
    assert not list(empty.data.rglob("*.webp"))
    claims = empty.rows("SELECT thumbed_at, enlarged_at, thumb_tries FROM generations_picture")
    assert claims == [(None, None, 0)] * 3  # made again
    assert empty.rows("SELECT email FROM accounts_user") == [("alice@example.org",)]


def test_a_job_that_waited_is_not_sent_from_the_copy(backup: Path, empty: Folder) -> None:
    done = empty.manage("restore", backup)
    assert "1 jobs were waiting or out then" in done.stdout
    assert empty.rows("SELECT status, code FROM generations_generation ORDER BY id") == [
        ("done", ""),
        ("unknown", "stopped"),
    ]


def test_the_encryption_key_stays_at_home_unless_asked(full: Folder, tmp_path: Path) -> None:
    plain, whole = tmp_path / "plain.tar", tmp_path / "whole.tar"
    full.manage("backup", plain).check_returncode()
    full.manage("backup", whole, "--with-secrets").check_returncode()
    key = (full.data / "secrets" / "encryption_keys").read_bytes()
    assert key not in plain.read_bytes()
    assert key in whole.read_bytes()
    assert whole.stat().st_mode & 0o077 == 0
    there = Folder(tmp_path / "there")
    there.manage("restore", whole).check_returncode()
    assert (there.data / "secrets" / "encryption_keys").read_bytes() == key


def test_a_backup_overwrites_nothing(full: Folder, backup: Path) -> None:
    before = backup.read_bytes()
    assert full.manage("backup", backup).returncode == 1
    assert backup.read_bytes() == before


@pytest.mark.parametrize("harm", ["a byte changed", "cut off", "not an archive"])
def test_a_damaged_archive_touches_nothing(backup: Path, empty: Folder, harm: str) -> None:
    data = bytearray(backup.read_bytes())
    if harm == "a byte changed":
        data[data.index(b"\x01" * 1000) + 500] ^= 1
    backup.write_bytes({"cut off": data[: len(data) // 2], "not an archive": b"x"}.get(harm, data))
    done = empty.manage("restore", backup)
    assert done.returncode == 1
    assert "nothing was restored" in done.stderr
    assert not (empty.data / "imagehub.sqlite3").exists()
    assert not (empty.data / "pictures").exists()


def test_an_archive_cannot_write_elsewhere(tmp_path: Path, empty: Folder) -> None:
    file = tmp_path / "evil.tar"
    with tarfile.open(file, "w") as tar:
        tar.addfile(tarfile.TarInfo("pictures/../../evil"))
    assert "something that is not ours" in empty.manage("restore", file).stderr


def test_data_is_replaced_only_with_force_and_then_put_aside(
    full: Folder, backup: Path, empty: Folder
) -> None:
    empty.manage("restore", backup).check_returncode()
    again = empty.manage("restore", backup)
    assert again.returncode == 1
    assert "--force" in again.stderr
    empty.manage("restore", backup, "--force").check_returncode()
    (aside,) = empty.data.glob("before-restore-*")
    assert (aside / "imagehub.sqlite3").exists()
    assert (aside / "pictures").exists()


def test_a_running_product_is_not_restored_over(backup: Path, empty: Folder) -> None:
    from imagehub.supervisor import lock

    held = lock.take(empty.data / "run")
    assert held is not None
    try:
        done = empty.manage("restore", backup, "--force")
    finally:
        os.close(held)
    assert "is running" in done.stderr
