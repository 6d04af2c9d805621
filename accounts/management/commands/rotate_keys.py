"""`manage.py rotate_keys`: seals provider keys and second factors under the first encryption key."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from accounts.exit_codes import ScriptCommand
from accounts.keys.key_rotation import rotate
from accounts.sign_in import second_factor


class Command(ScriptCommand):
    help = (
        "Seal every provider key and second factor again under the first of"
        " IMAGEHUB_ENCRYPTION_KEYS. May run while ImageHub works, and again after it was broken"
        " off. Restart ImageHub with the new key in front, and the old one behind it, first."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = rotate()
        self.tell({**asdict(done), "second_factors": second_factor.reseal()})
        if done.unreadable:
            self.stderr.write(
                f"{done.unreadable} could not be opened. Their owners see “Enter again”."
            )
