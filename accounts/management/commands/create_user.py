"""`manage.py create_user`: a new person; prints the id."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from accounts.exit_codes import REFUSED, USAGE, ScriptCommand
from accounts.models import Role, User


class Command(ScriptCommand):
    help = "Add a person; the password comes on standard input. An admin retires the first link."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", default="")
        parser.add_argument("--password-stdin", action="store_true", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        self._refuse_unless(email, validate_email, USAGE)
        if User.objects.filter(email__iexact=email).exists():
            self._taken(email)
        person = User(email=email, name=options["name"])
        password = sys.stdin.readline().rstrip("\r\n")
        self._refuse_unless(password, lambda given: validate_password(given, person), REFUSED)
        try:
            with transaction.atomic():
                person = User.objects.create_user(
                    email, password, role=options["role"], name=options["name"]
                )
        except IntegrityError:
            self._taken(email)
        self.stdout.write(str(person.pk))

    def _refuse_unless(self, text: str, judge: Any, code: int) -> None:
        try:
            judge(text)
        except ValidationError as error:
            self.stderr.write(" ".join(error.messages))
            self.leave(code)

    def _taken(self, email: str) -> None:
        self.stderr.write(f"Somebody here has the address {email} already. Nothing was changed.")
        self.leave(REFUSED)
