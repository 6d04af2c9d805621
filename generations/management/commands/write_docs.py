"""`manage.py write_docs`: docs/models.md from the shipped facts; `--check` says whether it is stale."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from generations.providers import catalog
from generations.providers.types import ModelSpec

HEAD = """# Models

Written by `make docs` from the facts in `generations/providers/facts/*.toml`. Routers that publish a list
are asked every night; what they say then stands above these facts. A date means: retired upstream
on that day, though a router may still serve it.
"""


class Command(BaseCommand):
    help = "Write docs/models.md from the shipped facts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "models.md"
        text = _page()
        if options["check"] and (not path.exists() or path.read_text() != text):
            raise CommandError("docs/models.md is stale: run make docs")
        path.write_text(text)


def _page() -> str:
    return HEAD + "".join(_provider(slug) for slug in catalog.PROVIDERS)


def _provider(slug: str) -> str:
    facts = catalog.facts(slug)
    rows = "".join(_row(spec) for spec in catalog.shipped_specs(slug))
    head = "| model | settings | prompt | way | retired |\n|---|---|---|---|---|\n"
    return f"\n## {facts.label}\n\n{facts.summary}\n\n{head}{rows}"


def _row(spec: ModelSpec) -> str:
    settings_of = ", ".join(option.name for option in spec.options) or "–"
    way = f"{spec.delivery}, streams" if spec.streams else spec.delivery
    retired = spec.retired_on.isoformat() if spec.retired_on else ""
    return f"| `{spec.id}` | {settings_of} | {spec.prompt_limit:,} | {way} | {retired} |\n"
