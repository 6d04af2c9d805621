"""`manage.py doctor --repair`: heals what earlier versions left hurt, and says what it did."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from generations.services import repair


class Command(BaseCommand):
    help = "Looks the installation over; with --repair it heals what can be healed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="heal, without asking any router")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["repair"]:
            done = repair.repair()
            self.stdout.write(f"{done.amounts} absurd amounts made unknown")
            self.stdout.write(f"{done.answers} kept answers being read once more")
            self.stdout.write(f"{done.circling} jobs that went round end at their next turn")
