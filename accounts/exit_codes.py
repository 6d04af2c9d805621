"""How our commands end: exit codes of rules.md section 8, JSON on stdout, the rest on stderr."""

from __future__ import annotations

import json
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from accounts.models import User

REFUSED = 2
USAGE = 64  # wrong words, or a person nobody knows
NOT_FOUND = 66


class ScriptParser(CommandParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


class ScriptCommand(BaseCommand):
    """A command for scripts: its exit codes mean something."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.__class__ = ScriptParser
        return parser

    def person(self, email: str) -> User:
        """The active person of that address; ends with 64 where there is none."""
        user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
        if user is None:
            self.stderr.write(f"Nobody here has the address {email}.")
            self.leave(USAGE)
        return user

    def tell(self, content: dict[str, Any]) -> None:
        """One JSON object on one line of stdout."""
        self.stdout.write(json.dumps(content, ensure_ascii=False))

    def leave(self, code: int) -> NoReturn:
        """Ends the command with this exit code."""
        sys.stdout.flush()
        raise SystemExit(code)
