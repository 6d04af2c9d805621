"""`manage.py restore FILE`: a backup back into an empty data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from generations.services.upkeep.backup_archive import Unreadable
from generations.services.upkeep.restore import CannotRestore, Restored, restore


class Command(BaseCommand):
    help = "Checks every hash of a backup, then puts it in place. Not while ImageHub runs."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--force", action="store_true", help="put the data that is here aside first"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            restored = restore(options["file"], force=options["force"])
        except (CannotRestore, Unreadable, OSError) as problem:
            raise CommandError(f"nothing was restored: {problem}") from problem
        self._report(restored)

    def _report(self, restored: Restored) -> None:
        manifest = restored.manifest
        self.stdout.write(f"restored {len(manifest.files)} files of {manifest.created_at}")
        if restored.kept_in:
            self.stdout.write(f"what was here before lies in {restored.kept_in}")
        if restored.unknown:
            self.stdout.write(
                f"{restored.unknown} jobs were waiting or out then: their outcome is unknown,"
                " nothing was sent again"
            )
        for name in manifest.missing:
            self.stdout.write(f"missing in the backup: {name}")
        if manifest.with_secrets:
            self.stdout.write("secrets restored; any set in the environment win over them")
        elif manifest.keys:
            self.stdout.write(
                f"missing: the encryption key. Set IMAGEHUB_ENCRYPTION_KEYS to the old one, or"
                f" enter {manifest.keys} provider keys again. Everybody signs in again."
            )
