"""`manage.py add_key`: a provider key for a person; the secret comes on standard input."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from accounts.exit_codes import REFUSED, USAGE, ScriptCommand
from accounts.keys import key_vault, provider_directory
from accounts.models import KeyStatus, ProviderKey
from generations import queue
from generations.providers.errors import KeyRejected, RequestRefused

RESULTS = {
    KeyStatus.WORKING: "verified",
    KeyStatus.ACCEPTED: "not proven until first use",
    KeyStatus.UNCHECKED: "not checked",
}


class Command(ScriptCommand):
    help = "Keep a provider key for a person, after asking the router about it free of charge."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("provider", metavar="PROVIDER")
        parser.add_argument("--label", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        owner, provider = self.person(options["email"]), options["provider"]
        if provider_directory.facts_of(provider) is None:
            known = ", ".join(
                each.slug for each in provider_directory.all_facts() if each.needs_key
            )
            self.stderr.write(f"There is no provider “{provider}”. There are: {known}.")
            self.leave(USAGE)
        secret = sys.stdin.read().strip()
        wanted = {"owner": owner, "provider": provider, "label": options["label"]}
        try:
            key = key_vault.store_checked(**wanted, secret=secret)
        except RequestRefused as refusal:
            self._refuse([(each.field, each.code, each.message) for each in refusal.problems])
        except KeyRejected as error:
            words = error.message or "The router refused the key."
            self._refuse([("secret", error.code, words)])
        queue.refresh_offers(provider, owner.pk)
        self._told(key)

    def _told(self, key: ProviderKey) -> None:
        self.tell(
            {
                "id": key.pk,
                "provider": key.provider,
                "label": key.label,
                "last4": key.last4,
                "check": RESULTS[KeyStatus(key.status)],
            }
        )

    def _refuse(self, problems: list[tuple[str, str, str]]) -> None:
        names = ("field", "code", "message")
        self.tell({"problems": [dict(zip(names, each, strict=True)) for each in problems]})
        self.leave(REFUSED)
