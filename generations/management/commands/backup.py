"""`manage.py backup FILE`: a copy of database and pictures, while the product runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from generations.services.upkeep.backup import CannotBackUp, write


class Command(BaseCommand):
    help = "Writes database, pictures and spool into one tar, with a sha256 for each file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--with-secrets",
            action="store_true",
            help="also the key that opens everybody's provider keys: keep the file as safe as them",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"].absolute()
        try:
            manifest = write(file, with_secrets=options["with_secrets"])
        except (CannotBackUp, OSError) as problem:
            raise CommandError(str(problem)) from problem
        pictures = sum(name.startswith("pictures/") for name in manifest.files)
        self.stdout.write(f"{file}: database and {pictures} pictures, {file.stat().st_size} bytes")
        for name in manifest.missing:
            self.stderr.write(f"not there to copy: {name}")
        if manifest.keys and not manifest.with_secrets:
            self.stderr.write(
                f"without the encryption key: {manifest.keys} provider keys open again only with"
                " IMAGEHUB_ENCRYPTION_KEYS of this installation (or use --with-secrets)"
            )
