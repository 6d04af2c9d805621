"""A ZIP that is sent while it is made: no copy of it lies anywhere, in memory or on disk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from typing import cast


class ZipStream:
    """Give it files one by one and send on what each call yields; `end` writes the list of files.

    Python's own zipfile does it: it needs no more than something to write to (docs/dependencies.md).
    Nothing is compressed, since pictures are already.
    """

    def __init__(self) -> None:
        self._tap = _Tap()
        self._archive = zipfile.ZipFile(
            cast("zipfile._ZipWritable", self._tap), "w", zipfile.ZIP_STORED
        )

    def add(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """One file, piece by piece."""
        with self._archive.open(name, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)
                yield self._tap.take()
        yield self._tap.take()

    def end(self) -> bytes:
        self._archive.close()
        return self._tap.take()


class _Tap:
    """What the archive writes, to be taken piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken
