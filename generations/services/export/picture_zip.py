"""Chosen pictures as one ZIP, made while it is sent, with what is known of each beside them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from generations.imaging import format_conversion
from generations.models import Bulk, Picture
from generations.services.curation import bulk_runner, selection
from generations.services.curation.selection import NotPossible, Selection
from generations.services.export import file_name_patterns, picture_table
from generations.services.export.checked_originals import NOTES, Notes, Original
from generations.services.export.file_name_patterns import BadPattern, Names
from generations.services.export.zip_stream import ZipStream

log = logging.getLogger("imagehub.download")
MOST = 20_000  # pictures in one archive
STRETCH = 100  # rows in memory
FORMATS = ("original", *format_conversion.FORMATS)
LEAST_EDGE, MOST_EDGE = 16, 8192  # pixels


class BadZipOption(Exception):
    """What was asked for is not possible: the field, and the sentence to show at it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipOptions:
    pattern: str = file_name_patterns.USUAL
    format: str = "original"
    edge: int | None = None  # longer edge at most so many pixels; None: as it is


def read(pattern: str, format: str, edge: str) -> ZipOptions:
    """Raises BadZipOption."""
    try:
        pattern = file_name_patterns.check(pattern)
    except BadPattern as problem:
        raise BadZipOption("pattern", str(problem)) from problem
    if format not in FORMATS:
        raise BadZipOption("format", f"Choose one of {', '.join(FORMATS)}.")
    if format == "original" or not edge.strip():
        return ZipOptions(pattern=pattern, format=format)
    number = int(edge) if edge.strip().isascii() and edge.strip().isdigit() else 0
    if not LEAST_EDGE <= number <= MOST_EDGE:
        raise BadZipOption("edge", f"Write {LEAST_EDGE} to {MOST_EDGE:,} pixels, or nothing.")
    return ZipOptions(pattern=pattern, format=format, edge=number)


def prepare(chosen: Selection, wishes: ZipOptions) -> Bulk:
    """Notes what is to be sent; `chunks` sends it. Raises NotPossible."""
    if chosen.place != "library":
        raise NotPossible("Restore pictures from the trash before you download them.")
    if selection.is_more_than(chosen, MOST):
        raise NotPossible(f"A ZIP holds at most {MOST:,} pictures. Narrow the search.")
    return bulk_runner.write(chosen, "download", wishes=asdict(wishes), state=Bulk.State.DONE)


def chunks(noted: Bulk) -> Iterator[bytes]:
    """The archive's bytes. Who may see a picture is asked when its turn comes."""
    wishes = ZipOptions(**noted.wishes)
    archive, names = ZipStream(), Names(wishes.pattern)
    sent: list[tuple[int, str]] = []
    notes = Notes()
    for picture in _pictures(selection.of(noted)):
        original = Original(picture)
        pieces, suffix = _file(original, wishes)
        name = names.next(picture, suffix)
        first = next(pieces, None)
        if first is not None:
            sent.append((picture.pk, name))
            yield from archive.add(f"pictures/{name}", _again(first, pieces))
        notes.add(name, original)
    yield from archive.add("pictures.csv", picture_table.as_csv(noted.user, sent))
    yield from archive.add("pictures.json", picture_table.as_json(noted.user, sent))
    if told := notes.text():
        yield from archive.add(NOTES, [told])
    yield archive.end()


def _pictures(chosen: Selection) -> Iterator[Picture]:
    """Each with job and owner; no cursor stays open while a slow reader is waited for."""
    for stretch in selection.stretches(chosen, most=STRETCH):
        ids = [picture.pk for picture in stretch.pictures]
        rows = selection.permitted(chosen).filter(pk__in=ids).order_by("-pk")
        yield from list(rows.select_related("generation", "owner").defer("generation__spec"))


def _file(original: Original, wishes: ZipOptions) -> tuple[Iterator[bytes], str]:
    """Its bytes (none where the file is missing), and the ending of its name."""
    picture = original.picture
    own = picture.path.rsplit(".", 1)[-1]
    if wishes.format == "original" or picture.format == "svg":
        return original.pieces(), own
    data = b"".join(original.pieces())
    if not data:
        return iter(()), own
    try:
        made = format_conversion.convert(data, format=wishes.format, edge=wishes.edge)
    except format_conversion.Unconvertible as problem:
        log.warning("picture %s goes as it is: %s", picture.uid, problem)
        original.is_unconverted = True
        return iter([data]), own
    return iter([made]), format_conversion.suffix(wishes.format)


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
