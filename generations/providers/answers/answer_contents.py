"""What an answer's bytes hold: pictures, an error, facts, words. The bytes decide, not the labels.

JSON and a stream of events are read alike, as pieces one after the other; a picture may be the
body itself; a chat's answer holds pictures or the words why there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generations.providers.answers.delivered_pictures import Found
from generations.providers.answers.error_reasons import page_words, tells_error
from generations.providers.answers.picture_slots import Slot, slots_of
from generations.providers.answers.picture_text import picture
from generations.providers.answers.pictures_in_unknown_places import among
from generations.providers.decoding.content_encoding import unpacked
from generations.providers.decoding.json_decoding import (
    has_too_many_parts,
    is_wide,
    quoted,
    text_of,
    values,
)
from generations.providers.decoding.lenient_values import NOTHING, Json, table, words
from generations.providers.decoding.looks_like_picture import is_picture
from generations.providers.decoding.server_sent_events import SseParser
from generations.providers.errors import BadAnswer
from generations.providers.types import Answer, RawImage

_STREAM = re.compile(rb"(?:^|[\r\n])(?:data|event|id|retry)?:", re.IGNORECASE)
_NAMED_PREVIEW = re.compile(rb"(?:^|[\r\n])event:[^\r\n]*partial", re.IGNORECASE)
_HEAD = 65_536  # bytes in which a stream shows that it is one
_BLANK = b" \t\r\n\x00"
_REFERENCES = ("task_id", "taskId")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that can be read of an answer."""

    found: Found = field(default_factory=Found)
    body: Json = field(default_factory=dict)  # facts beside the pictures, or what told most
    usages: tuple[Json, ...] = ()  # of each finished picture or answer, equal ones once
    error: Json | None = None  # the first object that tells an error
    text: str = ""  # words of an answer that is no JSON
    is_structured: bool = False  # JSON or events were found
    is_stream: bool = False
    was_broken: bool = False  # some event of a stream could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One JSON object of an answer with its slots; of a stream: one event."""

    body: Json
    kind: str = ""
    slots: tuple[Slot, ...] = ()

    @property
    def images(self) -> tuple[RawImage, ...]:
        return tuple(slot.image for slot in self.slots if slot.image)

    @property
    def error(self) -> Json | None:
        """What tells an error: the object itself, or the first slot that does."""
        inner = table(self.body, "response")
        if self.kind.endswith(".failed") and tells_error(inner):
            return inner
        if tells_error(self.body) or self.kind == "error" or self.kind.endswith(".failed"):
            return self.body
        return next((slot.error for slot in self.slots if slot.error), None)

    @property
    def refers(self) -> bool:
        """It names a job to ask about later."""
        places = (self.body, table(self.body, "data"))
        return any(words(place.get(name)) for place in places for name in _REFERENCES)


def contents_of(answer: Answer) -> Contents:
    """Reads a spooled answer. Raises BadAnswer only where reading would take all memory."""
    label = answer.headers.get("content-type", "")
    raw = unpacked(answer.body.read_bytes(), answer.headers.get("content-encoding", ""))
    shown = raw[:_HEAD].lstrip(_BLANK)
    if is_picture(shown):
        image = RawImage(data=raw.lstrip(_BLANK), media_type=label[:100])
        return Contents(found=Found(images=(image,)))
    if has_too_many_parts(raw):
        raise BadAnswer("The answer has too many parts to be read", http_status=answer.status)
    if is_wide(raw):
        raw = text_of(raw).encode("utf-8", "replace")
    return _read(raw, label)


def _read(raw: bytes, label: str) -> Contents:
    """By the first bytes as JSON or as a stream, and the other way where that shows no picture."""
    seems_json = raw[:_HEAD].lstrip(_BLANK + b"\xef\xbb\xbf")[:1] in (b"{", b"[")
    seems_stream = _STREAM.search(raw[:_HEAD]) is not None
    first = _of_events(raw) if seems_stream and not seems_json else _of_json(raw, label)
    if first.found.images or not (seems_stream or seems_json):
        return first
    if first.error and not seems_stream:
        return first
    if first.is_stream and _NAMED_PREVIEW.search(raw):
        return first  # only its event's name tells this preview from a picture
    other = _of_json(raw, label) if first.is_stream else _of_events(raw)
    if other.found.images or (other.error and not first.error) or not first.is_structured:
        return other if other.is_structured else first
    return first


def piece_of(value: object, name: str = "") -> Piece | None:
    """A JSON value as a piece; None for what is neither an object nor a list."""
    if isinstance(value, list):
        value = {"data": value}
    if not isinstance(value, Mapping):
        return None
    inner = value.get("data")
    if len(value) == 1 and isinstance(inner, Mapping) and "type" in inner:
        value = inner
    kind = words(value.get("type")) or name
    return Piece(
        body=value, kind=kind, slots=() if _is_partial(value, kind) else tuple(slots_of(value))
    )


def _of_json(raw: bytes, label: str) -> Contents:
    text = text_of(raw, label)
    first = text[:_HEAD].lstrip("\ufeff \t\r\n\x00")[:1]
    if first == "<":
        return Contents(text=page_words(text))
    if first == '"':
        text = quoted(text)
    read = list(values(text))
    text = "" if read else text  # a large answer is not held twice while its pictures are read
    pieces = [piece for piece in map(piece_of, read) if piece]
    if any(piece.images or piece.error or piece.refers for piece in pieces):
        return _told(pieces)
    rescued = among(text_of(raw, label)) if first in ("{", "[") else []
    if rescued:
        return Contents(found=Found(images=tuple(rescued)), is_structured=True)
    return _told(pieces) if pieces else _of_text(text)


def _of_text(text: str) -> Contents:
    """No JSON: a picture as text, or words."""
    plain = text.strip("\ufeff \t\r\n\x00")
    image = picture(plain.strip('"'))
    if image and (image.data or " " not in plain[:_HEAD]):
        return Contents(found=Found(images=(image,)))
    return Contents(text=plain[:4000])


def _of_events(raw: bytes) -> Contents:
    pieces, was_broken = [], False
    parser = SseParser()
    for event in (*parser.feed(raw), *parser.finish()):
        read = (piece_of(value, event.name) for value in values(event.data))
        found = [piece for piece in read if piece]
        tells = any(piece.images or piece.error for piece in found)
        rescued = [] if tells or "partial" in event.name else among(event.data)
        pieces += found
        if rescued:
            pieces.append(Piece(body=NOTHING, slots=tuple(Slot(image=it) for it in rescued)))
        elif not found and event.name == "error":
            pieces.append(Piece(body={"error": event.data[:4000]}, kind="error"))
        elif not found and event.data.strip() not in ("", "[DONE]"):
            was_broken = True
    return _told(pieces, is_stream=True, was_broken=was_broken)


def _told(pieces: list[Piece], *, is_stream: bool = False, was_broken: bool = False) -> Contents:
    done = list(_each_once(pieces))
    slots = [slot for piece in done or pieces for slot in piece.slots]
    missed = [slot for piece in pieces if not piece.images for slot in piece.slots] if done else []
    errors = (piece.error for piece in pieces)
    return Contents(
        found=Found.of([*slots, *missed]),
        body=_telling(done, pieces),
        usages=tuple(_usage(piece, pieces) for piece in done),
        error=next((error for error in errors if error is not None), None),
        is_structured=bool(pieces),
        is_stream=is_stream,
        was_broken=was_broken,
    )


def _each_once(pieces: list[Piece]) -> Iterator[Piece]:
    """Pieces that hold pictures; one whose pictures were all told before is left out."""
    seen: set[bytes | str | None] = set()
    for piece in pieces:
        keys = [image.data or image.url for image in piece.images]
        if any(key not in seen for key in keys):
            yield piece
        seen.update(keys)


def _telling(done: list[Piece], pieces: list[Piece]) -> Json:
    """The object whose facts count: of the last finished picture, an error, a job, or the last."""
    ways = (
        done,
        [piece for piece in pieces if piece.error],
        [piece for piece in pieces if piece.refers],
        pieces,
    )
    return next((way[-1].body for way in ways if way), NOTHING)


def _usage(piece: Piece, pieces: list[Piece]) -> Json:
    """The piece's usage, else one told apart from all pictures, as chats do at their end."""
    own = table(piece.body, "usage") or table(piece.body, "data", "usage")
    apart = (table(other.body, "usage") for other in pieces if not other.images)
    return own or next((usage for usage in apart if usage), NOTHING)


def _is_partial(body: Json, kind: str) -> bool:
    return "partial" in kind or "text_chunk" in kind or "partial_image_index" in body
