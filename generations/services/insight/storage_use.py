"""What the pictures take on disk, by person; the trash beside it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, Sum

from accounts.models import User
from generations.models import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    person: User
    pictures: int
    bytes: int
    trashed: int
    trashed_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    total: int  # bytes
    free: int

    @property
    def used(self) -> int:
        return self.total - self.free

    @property
    def is_nearly_full(self) -> bool:
        return self.free < 4 * int(settings.MIN_FREE)


def by_person() -> list[Stored]:
    """Everybody who stores something, most first. Two queries, the first from an index alone."""
    gone = Q(trashed_at__isnull=False)
    rows = list(
        Picture.objects.order_by()
        .values("owner")
        .annotate(
            count=Count("owner"),
            size=Sum("bytes"),
            trashed=Count("owner", filter=gone),
            trashed_size=Sum("bytes", filter=gone),
        )
    )
    people = User.objects.in_bulk([row["owner"] for row in rows])
    stored = [
        Stored(
            person=people[row["owner"]],
            pictures=row["count"],
            bytes=row["size"] or 0,
            trashed=row["trashed"],
            trashed_bytes=row["trashed_size"] or 0,
        )
        for row in rows
    ]
    return sorted(stored, key=lambda each: -each.bytes)


def missing(admin: User, most: int = 20) -> list[Picture]:
    """Pictures whose file a sweep did not find, of those this admin may see."""
    rows = Picture.objects.visible_to(admin).filter(missing_since__isnull=False)
    return list(rows.select_related("generation", "owner").order_by("pk")[:most])


def disk() -> Disk:
    """The disk that holds the data folder."""
    usage = shutil.disk_usage(settings.DATA_DIR)
    return Disk(total=usage.total, free=usage.free)
