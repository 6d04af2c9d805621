"""A backup back into an empty data folder: every hash is checked before anything is touched."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from generations.library.index import prompt_history
from generations.models import Generation, Picture, Status
from generations.services.upkeep import backup_archive, postgres_dump
from generations.services.worker import thumbnail_queue
from generations.stored import event_log

OURS = ("pictures", "spool")  # folders of the data folder that a restore fills


class CannotRestore(Exception):
    """Holds the sentence to show; nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    manifest: backup_archive.Manifest
    unknown: int  # jobs that were waiting or out when the backup was made
    kept_in: Path | None  # where the data that was here before lies now


def restore(file: Path, *, force: bool) -> Restored:
    """Raises CannotRestore or archive.Unreadable, having changed nothing."""
    manifest = backup_archive.verify(file)
    _refuse_unless_fitting(manifest)
    lock = _lock()
    try:
        if _is_in_use() and not force:
            raise CannotRestore(f"{settings.DATA_DIR} holds data; --force puts it aside first")
        kept_in = _replace(file, manifest)
        call_command("migrate", verbosity=0)
        forget_what_was_made()
        return Restored(manifest=manifest, unknown=_settle(), kept_in=kept_in)
    finally:
        os.close(lock)


def forget_what_was_made() -> None:
    """A backup holds originals only: thumbnails and views are made again."""
    thumbnail_queue.forget(Picture.objects.all())


def _refuse_unless_fitting(manifest: backup_archive.Manifest) -> None:
    is_dump = manifest.database.endswith(".pgdump")
    if is_dump != (connection.vendor == "postgresql"):
        kind = "PostgreSQL" if is_dump else "SQLite"
        raise CannotRestore(f"the backup is of a {kind} database; set DATABASE_URL to one")
    if is_dump and shutil.which("pg_restore") is None:
        raise CannotRestore("pg_restore is not installed here; install PostgreSQL's client tools")


def _lock() -> int:
    """The supervisor's lock: nobody starts while we work. Raises CannotRestore if one runs."""
    settings.RUN_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(settings.RUN_DIR / "supervisor.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise CannotRestore(f"ImageHub is running on {settings.DATA_DIR}; stop it first") from None
    if any(_is_alive(file) for file in settings.RUN_DIR.glob("drain-*")):
        os.close(lock)
        raise CannotRestore("calls of an earlier run are still out; wait for them to end")
    return lock


def _is_alive(drain: Path) -> bool:
    try:
        os.kill(int(drain.name.removeprefix("drain-")), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


def _is_in_use() -> bool:
    """Anything but what a start makes by itself: secrets, the run folder, static files."""
    if connection.vendor == "postgresql":
        return Generation._meta.db_table in connection.introspection.table_names()
    return Path(_database()).exists() or any((settings.DATA_DIR / name).exists() for name in OURS)


def _replace(file: Path, manifest: backup_archive.Manifest) -> Path | None:
    """Unpacked beside it first, so that little can fail once the old data has moved."""
    fresh = settings.DATA_DIR / f"restoring-{os.getpid()}"
    try:
        backup_archive.unpack(file, fresh)
        kept_in = _put_aside()
        try:
            _put_in_place(fresh, manifest)
        except BaseException:
            _put_back(kept_in)
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return kept_in


def _put_aside() -> Path | None:
    """Moves what is here into a folder of its own; nothing is deleted."""
    connections.close_all()
    name = f"before-restore-{timezone.now():%Y%m%d-%H%M%S}"
    aside = settings.DATA_DIR / name
    things = [settings.DATA_DIR / folder for folder in OURS]
    if connection.vendor == "sqlite":
        things += [Path(f"{_database()}{ending}") for ending in ("", "-wal", "-shm")]
    elif _is_in_use():
        aside.mkdir()
        postgres_dump.dump(aside / "database.pgdump")
    for thing in things:
        if thing.exists():
            aside.mkdir(exist_ok=True)
            thing.rename(aside / thing.name)
    return aside if aside.exists() else None


def _put_back(aside: Path | None) -> None:
    for thing in aside.iterdir() if aside else ():
        home = settings.DATA_DIR if thing.is_dir() else Path(_database()).parent
        if thing.suffix != ".pgdump" and not (home / thing.name).exists():
            thing.rename(home / thing.name)


def _put_in_place(fresh: Path, manifest: backup_archive.Manifest) -> None:
    """The database first: it is what can fail."""
    snapshot = fresh / manifest.database
    if connection.vendor == "sqlite":
        shutil.move(snapshot, _database())
    else:
        _load(snapshot)
    for folder in OURS:
        if (fresh / folder).exists():
            (fresh / folder).rename(settings.DATA_DIR / folder)
    if manifest.with_secrets:
        shutil.copytree(fresh / "secrets", settings.DATA_DIR / "secrets", dirs_exist_ok=True)
    shutil.rmtree(settings.DATA_DIR / ".stamps", ignore_errors=True)  # what was migrated is gone


def _load(snapshot: Path) -> None:
    try:
        postgres_dump.load(snapshot)
    except subprocess.CalledProcessError as problem:
        raise CannotRestore(f"pg_restore failed: {problem.stderr.strip()}") from problem


def _settle() -> int:
    """Jobs waiting or out at that moment may have been sent since: a person decides.

    Sending them from here could pay for them twice. Those with a reference are polled again.
    """
    count = 0
    open_then = (Status.QUEUED, Status.SENDING, Status.GENERATING)
    for job in Generation.objects.filter(status__in=open_then):
        with transaction.atomic():
            count += Generation.objects.filter(pk=job.pk).move(
                to=Status.UNKNOWN,
                code="stopped",
                may_have_charged=True,
                finished_at=timezone.now(),
                lease_owner="",
                lease_until=None,
            )
            event_log.record_for(job, "unknown", code="stopped")
            prompt_history.of_jobs([job])
    return count


def _database() -> str:
    return str(settings.DATABASES["default"]["NAME"])
