"""`manage.py doctor` says what is wrong with the installation; `--repair` heals what can be."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from generations.management import environment_report
from generations.services.upkeep import data_repair, picture_repair
from imagehub.preflight import doctor_report


class Command(BaseCommand):
    help = "Looks the installation over; with --repair it heals what can be healed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="heal, without asking any router")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["repair"]:
            self._repair()
            return
        lines = [
            *doctor_report.settings(os.environ),
            *doctor_report.data_folder(settings.DATA_DIR),
            *environment_report.lines(),
        ]
        for line in lines:
            self.stdout.write(str(line))
        if any(line.is_fault for line in lines):
            sys.exit(1)

    def _repair(self) -> None:
        done = data_repair.repair()
        self.stdout.write(f"{done.amounts} absurd amounts made unknown")
        self.stdout.write(f"{done.answers} kept answers being read once more")
        self.stdout.write(f"{done.circling} jobs that went round end at their next turn")
        seen = picture_repair.repair()
        self.stdout.write(f"{seen.sizes} of {seen.looked_at} pictures had another size")
        self.stdout.write(f"{seen.cut} pictures break off; {seen.missing} files are missing")
        self.stdout.write(f"{seen.to_draw} thumbnails are made again, at the latest at night")
