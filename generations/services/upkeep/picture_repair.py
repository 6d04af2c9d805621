"""Rows of pictures as their files say: sizes, facts, and which thumbnails are to be made again.

Reads headers only, a few pictures a transaction, newest first. Broken off, it goes on where it was:
a row that is right carries the recipe's number.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from generations.imaging import (
    colour_conversion,
    decoding,
    format_detection,
    format_signatures,
    truncation,
)
from generations.imaging.format_detection import NotAnImage, Shape
from generations.library.index import index_updates
from generations.models import Picture
from generations.services.worker import thumbnail_queue
from generations.stored import original_files, thumbnail_drawing

BATCH = 100  # rows a transaction


@dataclass(slots=True, kw_only=True)
class Repaired:
    looked_at: int = 0
    sizes: int = 0  # rows whose width and height were others
    cut: int = 0  # found to break off
    to_draw: int = 0  # thumbnails that are missing, or drawn at night by the recipe that holds now
    missing: int = 0  # originals that are not on disk


@dataclass(frozen=True, slots=True)
class _Seen:
    shape: Shape
    is_cut: bool
    needs_drawing: bool


def repair() -> Repaired:
    """Looks at every picture, also at those whose thumbnails are merely missing."""
    told, last = Repaired(to_draw=thumbnail_queue.try_again()), None
    while rows := _before(last):
        last = rows[-1].pk
        look_at(rows, told)
    return told


def look_at(rows: list[Picture], told: Repaired) -> list[Picture]:
    """Mends these rows; returns those whose thumbnails have to be drawn by the new recipe."""
    found = [(row, _seen(row)) for row in rows if row.thumb_recipe < thumbnail_drawing.RECIPE]
    outdated: list[Picture] = []
    told.looked_at += len(rows)
    with transaction.atomic():
        turned = []
        for row, seen in found:
            if seen is None:
                told.missing += 1
                continue
            if _write(row, seen, told):
                turned.append(row.pk)
            if seen.needs_drawing and row.enlarged_at:
                outdated.append(row)
        index_updates.refresh_marks(turned)
    told.to_draw += len(outdated) + _forget_lost(rows)
    return outdated


def _before(last: int | None) -> list[Picture]:
    rows = Picture.objects.order_by("-pk")
    return list(rows[:BATCH] if last is None else rows.filter(pk__lt=last)[:BATCH])


def _write(row: Picture, seen: _Seen, told: Repaired) -> bool:
    """Returns whether its size was another."""
    shape, facts = seen.shape, {"is_moving": seen.shape.is_moving, "is_cut": seen.is_cut}
    is_new_size = (row.width, row.height) != (shape.width, shape.height)
    told.sizes += is_new_size
    told.cut += seen.is_cut and not row.is_cut
    values: dict[str, object] = {"width": shape.width, "height": shape.height, **facts}
    if row.enlarged_at and not seen.needs_drawing:
        values["thumb_recipe"] = thumbnail_drawing.RECIPE
    Picture.objects.filter(pk=row.pk).update(**values)
    return is_new_size


def _forget_lost(rows: list[Picture]) -> int:
    lost = [row.pk for row in rows if thumbnail_queue.is_lost(row) and _is_there(row)]
    return thumbnail_queue.forget(Picture.objects.filter(pk__in=lost)) if lost else 0


def _is_there(row: Picture) -> bool:
    return original_files.original_path(row.path).is_file()


def _seen(row: Picture) -> _Seen | None:
    """None where its file is missing or holds nothing that can be judged."""
    try:
        with _mapped(row) as data:
            shape = format_detection.look(data)
            if shape.format != row.format:
                return None
            is_cut = truncation.is_cut(data, shape.format, with_sums=False)
            needs = is_cut or shape.orientation != 1 or _is_odd(data, shape.format)
            return _Seen(shape, is_cut, needs)
    except (OSError, ValueError, NotAnImage):
        return None


@contextmanager
def _mapped(row: Picture) -> Iterator[mmap.mmap]:
    """The file without reading it. Raises OSError, or ValueError for an empty one."""
    with original_files.original_path(row.path).open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            yield mapped
        finally:
            mapped.close()


def _is_odd(data: mmap.mmap, format: str) -> bool:
    """Drawn before, it would have other colours, or no view."""
    if format == "svg":
        return False
    if not format_signatures.is_shown(format):
        return True
    try:
        with decoding.opened(data, format) as image:
            return colour_conversion.is_out_of_srgb(image, data, format)
    except colour_conversion.TROUBLE:
        return True
