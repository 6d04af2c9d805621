"""`manage.py show ID`: one generation as JSON."""

from __future__ import annotations

import uuid
from argparse import ArgumentParser
from typing import Any

from accounts.exit_codes import NOT_FOUND, ScriptCommand
from generations.models import Generation
from generations.services.jobs.job_json import report


class Command(ScriptCommand):
    help = "Print one generation as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", metavar="ID")

    def handle(self, *args: Any, **options: Any) -> None:
        job = _found(options["id"])
        if job is None:
            self.stderr.write(f"There is no generation {options['id']}.")
            self.leave(NOT_FOUND)
        self.tell(report(job))


def _found(text: str) -> Generation | None:
    try:
        return Generation.objects.filter(uid=uuid.UUID(text)).first()
    except ValueError:
        return None
