"""A look over everything stored: files that no row names, and rows whose file is gone.

Neither side is ever held whole: files come folder by folder, rows in the order of their ids.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.utils import timezone

from generations import queue
from generations.models import Picture, Sweep
from generations.services.worker import thumbnail_queue
from generations.stored import file_references, original_files

T = TypeVar("T")
BATCH = 500  # files, or rows
DAY_S = 86_400.0  # a younger file may be on its way to its row
KEPT = 30  # reports


@dataclass(slots=True)
class Found:
    """The report, and the first few names of each kind for whoever asked."""

    report: Sweep = field(default_factory=Sweep)
    orphans: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def run(*, remove: bool = False) -> Found:
    """Looks, keeps the report, and marks pictures without a file. `remove`: orphans go."""
    began, found = time.monotonic(), Found()
    for batch in _batches(original_files.walk(), BATCH):
        _look_at_files(batch, found, remove=remove)
    for rows in _rows():
        _look_at_rows(rows, found)
    found.report.seconds = round(time.monotonic() - began, 1)
    found.report.save()
    old = Sweep.objects.order_by("-pk").values_list("pk", flat=True)[KEPT:]
    Sweep.objects.filter(pk__in=list(old)).delete()
    return found


def newest() -> Sweep | None:
    """The last report."""
    return Sweep.objects.order_by("-pk").first()


def _look_at_files(batch: list[Path], found: Found, *, remove: bool) -> None:
    digests = {path: original_files.digest_of(path) for path in batch}
    known = file_references.wanted(set(digests.values()))
    orphans = []
    for path, digest in digests.items():
        found.report.files += 1
        if not digest:
            found.report.strangers += 1
            _note(found.strangers, path.name)
        elif path.name.startswith(original_files.ASIDE):
            _settle_aside(path)
        elif (digest not in known or _is_draft(path)) and _is_old_orphan(path, found):
            orphans.append(path)
    if remove:
        found.report.removed += sum(_remove(path, digests[path]) for path in orphans)


def _is_old_orphan(path: Path, found: Found) -> bool:
    try:
        size, age = path.stat().st_size, original_files.age_s(path)
    except FileNotFoundError:
        return False  # gone between the listing and now
    if age < DAY_S:
        return False
    found.report.orphans += 1
    found.report.orphan_bytes += size
    _note(found.orphans, path.name)
    return True


def _remove(path: Path, digest: str) -> bool:
    """An original goes with its thumbnails, which a later turn then finds gone."""
    if original_files.is_original(path):
        name = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
        wanted = functools.partial(file_references.is_wanted, digest)
        return original_files.take_away(name, older_than_s=DAY_S, is_wanted=wanted)
    path.unlink(missing_ok=True)  # a thumbnail or half a file: the original can make them again
    return True


def _settle_aside(path: Path) -> None:
    """Somebody died while removing it: back where it was, for the next look to judge."""
    if original_files.age_s(path) >= DAY_S:
        original_files.put_back(path)


def _is_draft(path: Path) -> bool:
    return path.name.startswith(".")


def _rows() -> Iterator[list[Picture]]:
    last = 0
    columns = Picture.objects.only(
        *("pk", "uid", "path", "format", "missing_since", "thumbed_at", "enlarged_at", "viewed_at")
    ).order_by("pk")
    while rows := list(columns.filter(pk__gt=last)[:BATCH]):
        last = rows[-1].pk
        yield rows


def _look_at_rows(rows: list[Picture], found: Found) -> None:
    """A picture is marked, never deleted: its file may come back from a backup."""
    gone = [row for row in rows if not original_files.original_path(row.path).is_file()]
    found.report.missing += len(gone)
    for row in gone:
        _note(found.missing, str(row.uid))
    missing = {row.pk for row in gone}
    new = [row.pk for row in gone if row.missing_since is None]
    back = [row.pk for row in rows if row.missing_since and row.pk not in missing]
    if new:
        Picture.objects.filter(pk__in=new).update(missing_since=timezone.now())
    if back:
        Picture.objects.filter(pk__in=back).update(missing_since=None)
    _heal(rows, missing, back)


def _heal(rows: list[Picture], missing: set[int], back: list[int]) -> None:
    """What was made of an original and is gone is made again; so is all of one that came back."""
    lost = [row.pk for row in rows if row.pk not in missing and thumbnail_queue.is_lost(row)]
    if lost or back:
        thumbnail_queue.forget(Picture.objects.filter(pk__in=[*lost, *back]))
        queue.wake()


def _note(names: list[str], name: str, most: int = 20) -> None:
    if len(names) < most:
        names.append(name)


def _batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(things)
    while batch := list(islice(source, size)):
        yield batch
