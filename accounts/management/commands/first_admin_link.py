"""`manage.py first_admin_link`: the one-time link, until an admin exists."""

from __future__ import annotations

from typing import Any

from accounts.exit_codes import ScriptCommand
from accounts.people import first_admin


class Command(ScriptCommand):
    help = "Print the one-time link that makes the first admin; nothing once there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        link = first_admin.link()
        if link:
            self.stdout.write(link)
        else:
            self.stderr.write("The first-admin link was used: there is an admin.")
