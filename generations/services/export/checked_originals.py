"""Originals on their way out: each is checked against what was stored, and what is odd is told."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator

from generations.models import Picture
from generations.stored import original_files

log = logging.getLogger("imagehub.download")
NOTES = "missing.txt"  # the file in an archive that names what is not as it should be
_MISSING = "The files of these pictures are missing on the server; ask whoever runs it."
_DAMAGED = (
    "The files of these pictures were changed or shortened on the server since they were stored."
    " They are in here as they are now. A backup may hold them whole; ask whoever runs it."
)
_CUT = "These pictures broke off on their way to ImageHub. They are in here as they arrived."
_UNCONVERTED = "These could not be converted. They are in here as they were delivered."


class Original:
    """One picture's file, read once."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.is_missing = False
        self.is_damaged = False
        self.is_unconverted = False

    def pieces(self) -> Iterator[bytes]:
        """Its bytes; afterwards it is known whether they are the ones that were stored."""
        total, length = hashlib.sha256(), 0
        try:
            for piece in original_files.read_original(self.picture.path):
                total.update(piece)
                length += len(piece)
                yield piece
        except FileNotFoundError:
            self.is_missing = True
            log.error("the file of picture %s is missing", self.picture.uid)
            return
        stored = (self.picture.bytes, self.picture.sha256)
        self.is_damaged = (length, total.hexdigest()) != stored
        if self.is_damaged:
            log.error("the file of picture %s is not what was stored", self.picture.uid)


class Notes:
    """What to say of an archive's pictures, in words for whoever opens it."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {}

    def add(self, name: str, original: Original) -> None:
        """Call when its bytes have been read."""
        said = {
            _MISSING: original.is_missing,
            _DAMAGED: original.is_damaged,
            _CUT: original.picture.is_cut and not original.is_missing,
            _UNCONVERTED: original.is_unconverted,
        }
        for words, is_so in said.items():
            if is_so:
                self._names.setdefault(words, []).append(f"{name} ({original.picture.uid})")

    def text(self) -> bytes:
        """Nothing where all is well."""
        parts = [words + "\n\n" + "\n".join(names) + "\n" for words, names in self._names.items()]
        return "\n".join(parts).encode()
