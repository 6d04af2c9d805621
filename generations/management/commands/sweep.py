"""`manage.py sweep --dry-run` or `--remove`: stored files without rows, rows without files."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from generations.services.upkeep import orphan_sweep


class Command(BaseCommand):
    help = "Reports files that no picture names and pictures whose file is gone."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--dry-run", action="store_true", help="only report")
        which.add_argument(
            "--remove", action="store_true", help="remove files older than a day without a picture"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = orphan_sweep.run(remove=options["remove"])
        report = found.report
        told = {
            "files": report.files,
            "orphans": report.orphans,
            "orphan_bytes": report.orphan_bytes,
            "removed": report.removed,
            "not_ours": report.strangers,
            "missing": report.missing,
            "seconds": report.seconds,
            "first_orphans": found.orphans,
            "first_not_ours": found.strangers,
            "first_missing": found.missing,
        }
        self.stdout.write(json.dumps(told, indent=1))
