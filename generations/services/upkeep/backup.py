"""A consistent copy of a running product: the database first, then the pictures its rows name.

Pictures never change and get their rows after they are safe, so this order misses none.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import ProviderKey
from generations.models import Picture
from generations.services.upkeep import backup_archive, postgres_dump


class CannotBackUp(Exception):
    """Holds the sentence to show."""


def write(file: Path, *, with_secrets: bool) -> backup_archive.Manifest:
    """Writes the archive, readable by its owner only. Raises CannotBackUp, leaving no file."""
    if file.exists():
        raise CannotBackUp(f"{file} exists already; a backup never overwrites one")
    draft = file.with_name(f".{file.name}.part")
    draft.touch(mode=0o600)
    try:
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            snapshot = _snapshot(Path(folder))
            manifest = _fill(draft, snapshot, with_secrets=with_secrets)
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _snapshot(folder: Path) -> Path:
    if connection.vendor == "sqlite":
        return _copy_sqlite(folder / "database.sqlite3")
    if shutil.which("pg_dump") is None:
        raise CannotBackUp(
            "the database is PostgreSQL and pg_dump is not installed here;"
            " install the PostgreSQL client tools, or back up database and pictures yourself"
        )
    dump = folder / "database.pgdump"
    try:
        postgres_dump.dump(dump)
    except subprocess.CalledProcessError as problem:
        raise CannotBackUp(f"pg_dump failed: {problem.stderr.strip()}") from problem
    return dump


def _copy_sqlite(to: Path) -> Path:
    """SQLite's own copy of a live database: one read transaction, writers go on."""
    source = sqlite3.connect(f"file:{settings.DATABASES['default']['NAME']}?mode=ro", uri=True)
    target = sqlite3.connect(to)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, no log beside it
    finally:
        source.close()
        target.close()
    return to


def _fill(draft: Path, snapshot: Path, *, with_secrets: bool) -> backup_archive.Manifest:
    files: dict[str, str] = {}
    missing: list[str] = []
    with tarfile.open(draft, "w", format=tarfile.PAX_FORMAT) as tar:
        files[snapshot.name] = backup_archive.add_file(tar, snapshot.name, snapshot) or ""
        for name, path in (*_pictures(snapshot), *_spool()):
            digest = backup_archive.add_file(tar, name, path)
            if digest:
                files[name] = digest
            elif name.startswith("pictures/"):
                missing.append(name)
        if with_secrets:
            files |= _add_secrets(tar)
        manifest = backup_archive.Manifest(
            created_at=timezone.now().isoformat(),
            database=snapshot.name,
            keys=ProviderKey.objects.filter(removed_at=None).count(),
            with_secrets=with_secrets,
            files=files,
            missing=missing,
        )
        facts = {"format": backup_archive.FORMAT, **asdict(manifest)}
        backup_archive.add_text(tar, backup_archive.MANIFEST, json.dumps(facts, indent=1))
    return manifest


def _pictures(snapshot: Path) -> Iterator[tuple[str, Path]]:
    """Originals that the snapshot's rows name. Thumbnails are made again from them."""
    for path in _paths(snapshot):
        yield f"pictures/{path}", settings.PICTURE_DIR / path


def _paths(snapshot: Path) -> list[str]:
    if snapshot.suffix != ".sqlite3":
        return sorted(set(Picture.objects.values_list("path", flat=True)))
    table = Picture._meta.db_table
    database = sqlite3.connect(snapshot)
    try:
        rows = database.execute(f"SELECT DISTINCT path FROM {table} ORDER BY path").fetchall()
    finally:
        database.close()
    return [path for (path,) in rows]


def _spool() -> Iterator[tuple[str, Path]]:
    """Answers on their way to becoming pictures; those of running calls are copied half."""
    for path in sorted(settings.SPOOL_DIR.rglob("*")):
        if path.is_file():
            yield f"spool/{path.relative_to(settings.SPOOL_DIR).as_posix()}", path


def _add_secrets(tar: tarfile.TarFile) -> dict[str, str]:
    """Their values, wherever they came from: a folder or the environment."""
    values = {
        "secrets/secret_key": settings.SECRET_KEY,
        "secrets/encryption_keys": " ".join(settings.ENCRYPTION_KEYS),
    }
    return {name: backup_archive.add_text(tar, name, value) for name, value in values.items()}
