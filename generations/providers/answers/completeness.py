"""Whether an answer is whole, found in one pass over its bytes as they come.

While bytes go by, a skeleton is kept: the JSON with its long texts cut to their beginning and a
sum. Each value's skeleton is parsed once, when it closes, and judged like the answer itself. So
the work grows with the bytes and never by parsing again.
"""

from __future__ import annotations

from enum import Enum

from generations.providers.answers.answer_contents import Piece, contents_of, piece_of
from generations.providers.answers.streamed_json_outline import Skeletons, Value
from generations.providers.decoding.content_encoding import Unpacker
from generations.providers.decoding.json_decoding import values
from generations.providers.decoding.looks_like_picture import is_picture, seems_whole
from generations.providers.decoding.utf16_utf32 import Narrow
from generations.providers.errors import BadAnswer
from generations.providers.types import Answer

_BLANK = b" \t\r\n\x00"
_STEP = 2**18  # bytes read of a file at once


class Completeness(Enum):
    """How much of an answer is there."""

    NOTHING = "nothing"  # nothing that could be read
    SOME = "some"  # a stream with at least one finished picture, or an error told
    WHOLE = "whole"  # all of it, whether or not the line was closed


class Scanner:
    """Feed it an answer's body as it comes; `state` says how much is there.

    wanted: how many pictures were asked for. is_error: the status says that this is a no, so any
    whole value tells it. `operations` counts steps, for tests.
    """

    def __init__(self, wanted: int = 1, *, packing: str = "", is_error: bool = False) -> None:
        self._is_error = is_error
        self.operations = 0
        self._wanted = wanted
        self._unpacker = Unpacker(packing)
        self._narrow = Narrow()
        self._lines = Skeletons()
        self._first, self._last, self._size = b"", b"", 0
        self._is_picture = False
        self._pictures: set[bytes | str | None] = set()
        self._errors = 0
        self._is_over = False  # [DONE], or a value that is all of the answer

    @property
    def state(self) -> Completeness:
        """How much has come so far."""
        if self._is_picture:
            whole = seems_whole(self._first, self._last, self._size)
            return Completeness.WHOLE if whole else Completeness.NOTHING
        told = len(self._pictures) + self._errors
        if told and not self._lines.is_within_value and (self._is_over or told >= self._wanted):
            return Completeness.WHOLE
        if self._is_over and not self._lines.is_within_value:
            return Completeness.WHOLE
        return Completeness.SOME if self._pictures else Completeness.NOTHING

    @property
    def is_whole(self) -> bool:
        return self.state is Completeness.WHOLE

    def feed(self, piece: bytes) -> None:
        """Takes the next bytes, as received."""
        piece = self._narrow.feed(self._unpacker.feed(piece))
        if not piece:
            return
        self._remember(piece)
        if self._is_picture:
            return
        for value in self._lines.feed(piece):
            self._judge(value)
        self.operations = self._lines.operations

    def _remember(self, piece: bytes) -> None:
        """The ends of the body, for a picture that is all of it."""
        had = len(self._first)
        if had < 4096:
            self._first = (self._first + piece[:4096]).lstrip(_BLANK)[:4096]
            self._is_picture = is_picture(self._first)
        self._last = (self._last + piece[-16:])[-16:]
        self._size += len(piece)

    def _judge(self, told: Value) -> None:
        if told.skeleton.strip() == b"[DONE]":
            self._is_over = True
            return
        for value in values(told.skeleton.decode("utf-8", "replace")):
            piece = piece_of(value, told.event)
            if piece:
                self._count(piece)

    def _count(self, piece: Piece) -> None:
        """Beside events nothing is the whole answer; alone, one value that tells something is."""
        before = len(self._pictures)
        self._pictures.update(image.data or image.url for image in piece.images)
        is_error = piece.error is not None
        self._errors += is_error and len(self._pictures) == before
        tells = (
            self._is_error
            or piece.images
            or is_error
            or piece.refers
            or piece.body.get("fastrouter_assets")
        )
        if tells and not self._lines.has_events:
            self._is_over = True


def completeness(answer: Answer, *, wanted: int = 1) -> Completeness:
    """How much of a spooled answer is there, also of a part of one.

    Reads its file once, and where that shows nothing once more with the eyes of the reader: it finds
    pictures in what is broken or spelled in a way that cannot be judged by the way.
    """
    packing = answer.headers.get("content-encoding", "")
    scanner = Scanner(wanted, packing=packing, is_error=not 200 <= answer.status < 300)
    with answer.body.open("rb") as file:
        while piece := file.read(_STEP):
            scanner.feed(piece)
    if scanner.state is Completeness.NOTHING and 200 <= answer.status < 300:
        return Completeness.SOME if _holds_picture(answer) else Completeness.NOTHING
    return scanner.state


def _holds_picture(answer: Answer) -> bool:
    try:
        return bool(contents_of(answer).found.images)
    except BadAnswer:
        return False
