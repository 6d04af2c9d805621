"""What is known of pictures, one row each, as CSV and as JSON beside them in a ZIP."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import User
from generations.models import Picture, PictureTag

STRETCH = 200  # rows in memory
NOT_SHOWN = "not shown"  # of colleagues' pictures the cost is for them and admins to know
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes what begins so for a formula
COLUMNS = (
    "file",
    "picture",
    "made_at",
    "author",
    "prompt",
    "revised_prompt",
    "provider",
    "model",
    "settings",
    "seed",
    "width",
    "height",
    "format",
    "is_moving",
    "is_cut",
    "visibility",
    "tags",
    "pictures_of_request",
    "request_cost_usd",
    "cost_kind",
)


def as_csv(user: User, files: Sequence[tuple[int, str]]) -> Iterator[bytes]:
    """UTF-8 with a mark, as spreadsheets want it. `files`: picture ids with their names."""
    yield "\ufeff".encode() + _lines([COLUMNS])
    for rows in _stretches(user, files):
        yield _lines([_harmless(row[name]) for name in COLUMNS] for row in rows)


def as_json(user: User, files: Sequence[tuple[int, str]]) -> Iterator[bytes]:
    """A list of objects with the columns' names; settings and tags keep their shape."""
    before = "[\n"
    for rows in _stretches(user, files):
        for row in rows:
            said = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
            yield (before + said).encode()
            before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _stretches(user: User, files: Sequence[tuple[int, str]]) -> Iterator[list[dict[str, Any]]]:
    """Permission is asked once more: what was hidden meanwhile is not described."""
    for begin in range(0, len(files), STRETCH):
        named = dict(files[begin : begin + STRETCH])
        rows = Picture.objects.visible_to(user).filter(pk__in=named)
        found = {row.pk: row for row in rows.select_related("generation", "owner")}
        tags = _tags(found)
        sizes = _sizes({row.generation_id for row in found.values()})
        yield [
            _row(user, found[pk], file, tags.get(pk, []), sizes[found[pk].generation_id])
            for pk, file in named.items()
            if pk in found
        ]


def _row(user: User, picture: Picture, file: str, tags: list[str], size: int) -> dict[str, Any]:
    job = picture.generation
    may_know = job.shows_money_to(user)
    return {
        "file": file,
        "picture": str(picture.uid),
        "made_at": picture.created_at.isoformat(timespec="seconds"),
        "author": picture.owner.display_name,
        "prompt": job.prompt,
        "revised_prompt": picture.revised_prompt,
        "provider": picture.provider,
        "model": picture.model,
        "settings": job.options,
        "seed": picture.seed,
        "width": picture.width,
        "height": picture.height,
        "format": picture.format,
        "is_moving": picture.is_moving,
        "is_cut": picture.is_cut,
        "visibility": picture.visibility,
        "tags": tags,
        "pictures_of_request": size,
        "request_cost_usd": job.cost_usd if may_know else None,
        "cost_kind": job.cost_kind if may_know else NOT_SHOWN,
    }


def _tags(pictures: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    uses = PictureTag.objects.filter(picture__in=list(pictures)).order_by("tag__folded")
    for pk, name in uses.values_list("picture", "tag__name"):
        found.setdefault(pk, []).append(name)
    return found


def _sizes(jobs: set[int]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for job in Picture.objects.filter(generation__in=jobs).values_list("generation", flat=True):
        sizes[job] = sizes.get(job, 0) + 1
    return sizes


def _harmless(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False) if value else ""
    text = str(value)
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()
