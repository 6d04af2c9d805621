"""Pictures that go in: what a model takes of them, and one as it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class InputLimits:
    """What pictures a model takes in."""

    most: int = 1  # pictures a call
    formats: tuple[str, ...] = ("png", "jpeg", "webp")  # as imaging/format_signatures.py names them
    max_bytes: int  # of one file, as it is sent
    max_edge: int | None = None  # pixels; a larger one is scaled down
    is_square: bool = False
    required: bool = False  # nothing can be asked without a picture
    takes_mask: bool = False  # a PNG of the first picture's size; transparent means repaint
    mask_bytes: int = 4_000_000
    mask_note: str = ""  # one honest sentence, e.g. "untested"
    note: str = ""  # one honest sentence, e.g. "not confirmed"
    source: str = ""  # URL or document
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """One picture to go along, on disk exactly as it is to be sent."""

    path: Path
    name: str  # the file name on the wire; nothing of the person's own name for it
    media_type: str
    bytes: int
