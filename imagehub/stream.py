"""The event stream's ASGI app; silent until generations/web has its cards."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from imagehub.types import Receive, Scope, Send

_there = find_spec("generations.web.cards") is not None
_stream = import_module("generations.web.stream") if _there else None


async def startup() -> None:
    """Starts the reader that feeds every window of this process."""
    if _stream is not None:
        await _stream.startup()


async def shutdown() -> None:
    """Ends every open stream."""
    if _stream is not None:
        await _stream.shutdown()


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """`/events`."""
    if _stream is not None:
        await _stream.app(scope, receive, send)
        return
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})
