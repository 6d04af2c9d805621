"""Bytes to stored originals. Bytes are believed, not labels; a file is named by its content."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from generations.imaging import format_detection, truncation

PIECE = 262_144  # bytes read at once
DERIVED = ("small", "large", "view")  # made of originals, and made again when missing
ASIDE = ".gone-"  # before the name of a file that is about to be removed
_NAME = re.compile(r"([0-9a-f]{64})\.[a-z0-9]+(\.webp)?(\.[0-9.]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """One picture safe on disk."""

    path: str  # under PICTURE_DIR
    sha256: str
    bytes: int
    format: str  # as format_signatures.py names it
    width: int  # pixels, as people see it
    height: int  # pixels
    is_moving: bool = False
    is_cut: bool = False  # its bytes break off


def keep(data: bytes) -> Original:
    """Stores the bytes as they are. Raises sniff.NotAnImage, having written nothing."""
    shape = format_detection.look(data)
    digest = hashlib.sha256(data).hexdigest()
    path = f"{digest[:2]}/{digest[2:4]}/{digest}.{shape.suffix}"
    _write_once(original_path(path), data)
    return Original(
        path=path,
        sha256=digest,
        bytes=len(data),
        format=shape.format,
        width=shape.width,
        height=shape.height,
        is_moving=shape.is_moving,
        is_cut=truncation.is_cut(data, shape.format),
    )


def original_path(path: str) -> Path:
    """Where an original lies."""
    return Path(settings.PICTURE_DIR) / path


def read_original(path: str) -> Iterator[bytes]:
    """An original's bytes in pieces. Raises FileNotFoundError before the first."""
    with original_path(path).open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


def is_as_stored(data: bytes, *, size: int, sha256: str) -> bool:
    """Whether these bytes are the ones that were brought to safety."""
    return len(data) == size and hashlib.sha256(data).hexdigest() == sha256


def derived_path(path: str, kind: str) -> Path:
    """Where what was made of an original lies; kind is small, large or view."""
    original = original_path(path)
    return original.with_name(f"{original.stem}.{kind}.webp")


thumb_path = derived_path


def take_away(path: str, *, older_than_s: float, is_wanted: Callable[[], bool]) -> bool:
    """Removes an original and what was made of it, unless it is young or wanted after all.

    It is moved aside first: somebody who keeps the same bytes in that moment either is seen by the
    fresh time they left on the file, or finds none and writes it anew. No picture is lost.
    """
    original = original_path(path)
    aside = original.with_name(f"{ASIDE}{original.name}")
    try:
        if age_s(original) < older_than_s:
            return False
        original.rename(aside)
    except FileNotFoundError:
        _remove_derived(path)
        return False
    if age_s(aside) < older_than_s or is_wanted():
        put_back(aside)
        return False
    aside.unlink(missing_ok=True)
    _remove_derived(path)
    return True


def put_back(aside: Path) -> None:
    """What was moved aside stands where it was, unless it was written anew meanwhile."""
    original = aside.with_name(aside.name.removeprefix(ASIDE))
    if original.exists():
        aside.unlink(missing_ok=True)
    else:
        aside.rename(original)


def age_s(path: Path) -> float:
    """Seconds since it was written or kept again."""
    return time.time() - path.stat().st_mtime


def walk() -> Iterator[Path]:
    """Every stored file, one folder after the other; nothing is held but the folder at hand."""
    for first in _folders(Path(settings.PICTURE_DIR)):
        for second in _folders(first):
            with os.scandir(second) as found:
                yield from sorted(Path(each.path) for each in found if each.is_file())


def digest_of(path: Path) -> str:
    """The hash in a file's name, also of a thumbnail or an unfinished one; nothing in others."""
    found = _NAME.fullmatch(path.name.removeprefix(ASIDE).lstrip("."))
    return found[1] if found else ""


def is_original(path: Path) -> bool:
    return bool(re.fullmatch(r"[0-9a-f]{64}\.[a-z0-9]+", path.name))


def free_bytes() -> int:
    """Room left on the data folder's disk."""
    return shutil.disk_usage(settings.DATA_DIR).free


def has_room() -> bool:
    """False while nothing may be sent: a paid picture must find a place."""
    return free_bytes() >= int(settings.MIN_FREE)


def _write_once(path: Path, data: bytes) -> None:
    try:
        if path.stat().st_size == len(data):
            os.utime(path)  # wanted again: see take_away
            return
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{id(data)}")
    draft.write_bytes(data)
    draft.replace(path)


def _remove_derived(path: str) -> None:
    for kind in DERIVED:
        derived_path(path, kind).unlink(missing_ok=True)


def _folders(parent: Path) -> list[Path]:
    """Folders with two letters of a hash for a name."""
    if not parent.is_dir():
        return []
    with os.scandir(parent) as found:
        named = [Path(each.path) for each in found if each.is_dir() and len(each.name) == 2]
    return sorted(named)
