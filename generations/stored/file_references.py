"""Which stored files any row still names: a file goes only when none does."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from generations.models import Composition, JobInput, Picture, PreparedInput, Upload


def wanted(digests: Collection[str]) -> set[str]:
    """Of these SHA-256 digests those that a row names: as picture, upload, copy or job's input."""
    asked = set(digests) - {""}
    found: set[str] = set()
    for rows, column in _columns():
        rest = asked - found
        if rest:
            named = rows.filter(**{f"{column}__in": rest}).values_list(column, flat=True)
            found.update(named)
    return found


def is_wanted(sha256: str) -> bool:
    return bool(wanted([sha256]))


def _columns() -> list[tuple[QuerySet, str]]:  # type: ignore[type-arg]
    return [
        (Picture.objects.all(), "sha256"),
        (Composition.objects.all(), "sha256"),
        (Upload.objects.all(), "sha256"),
        (Upload.objects.all(), "clean_sha256"),
        (PreparedInput.objects.all(), "sha256"),
        (JobInput.objects.all(), "sha256"),
        (JobInput.objects.all(), "sent_sha256"),
    ]
