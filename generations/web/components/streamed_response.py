"""A long answer whose pieces are made by blocking work, sent without holding the event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse


def zip_response(pieces: Iterator[bytes], name: str) -> StreamingHttpResponse:
    """A ZIP as a download. Broken off half-way, what `pieces` holds open is closed."""
    response = StreamingHttpResponse(_slowly(pieces), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _slowly(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Reads files and rows in the request's own thread, piece by piece."""
    try:
        while (piece := await sync_to_async(_next)(pieces)) is not None:
            if piece:
                yield piece
    finally:
        await sync_to_async(_close)(pieces)


def _next(pieces: Iterator[bytes]) -> bytes | None:
    return next(pieces, None)


def _close(pieces: Iterator[bytes]) -> None:
    close = getattr(pieces, "close", None)
    if close:
        close()
