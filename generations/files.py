"""Bytes to stored originals. Bytes are believed, not labels; a file is named by its content."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from generations import sniff

PIECE = 262_144  # bytes read at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """One picture safe on disk."""

    path: str  # under PICTURE_DIR
    sha256: str
    bytes: int
    format: str  # png jpeg webp gif svg
    width: int  # pixels
    height: int  # pixels


def keep(data: bytes) -> Original:
    """Stores the bytes as they are. Raises sniff.NotAnImage, having written nothing."""
    shape = sniff.look(data)
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
    )


def original_path(path: str) -> Path:
    """Where an original lies."""
    return Path(settings.PICTURE_DIR) / path


def read_original(path: str) -> Iterator[bytes]:
    """An original's bytes in pieces. Raises FileNotFoundError before the first."""
    with original_path(path).open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


def thumb_path(path: str, size: str) -> Path:
    """Where a thumbnail of an original lies; size is small or large."""
    original = original_path(path)
    return original.with_name(f"{original.stem}.{size}.webp")


def free_bytes() -> int:
    """Room left on the data folder's disk."""
    return shutil.disk_usage(settings.DATA_DIR).free


def has_room() -> bool:
    """False while nothing may be sent: a paid picture must find a place."""
    return free_bytes() >= int(settings.MIN_FREE)


def _write_once(path: Path, data: bytes) -> None:
    if path.exists() and path.stat().st_size == len(data):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{id(data)}")
    draft.write_bytes(data)
    draft.replace(path)
