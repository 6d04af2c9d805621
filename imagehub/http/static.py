"""Static files outside Django: found once at start, sent compressed, kept by browsers for ever.

WhiteNoise knows the files, their headers and their compressed twins; only the sending is ours,
because its own middleware runs inside Django's async path (queue-facts: whitenoise #531).
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any, BinaryIO

from whitenoise import WhiteNoise

from imagehub.http.asgi_types import Receive, Scope, Send

HASHED = re.compile(r"\.[0-9a-f]{12}\.[^/]+$")
CHUNK = 262_144  # bytes
HEADERS_THAT_MATTER = {
    b"accept-encoding": "HTTP_ACCEPT_ENCODING",
    b"if-modified-since": "HTTP_IF_MODIFIED_SINCE",
    b"if-none-match": "HTTP_IF_NONE_MATCH",
    b"range": "HTTP_RANGE",
}


class StaticFiles:
    """An ASGI app for the files that were under `root` when it was made."""

    def __init__(self, *, root: Path, prefix: str) -> None:
        self._found = WhiteNoise(
            _nothing,
            root=str(root) if root.is_dir() else None,
            prefix=prefix,
            max_age=60,  # seconds, for names without a hash
            allow_all_origins=False,
            immutable_file_test=lambda path, url: HASHED.search(url) is not None,
            add_headers_function=_harden,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = self._found.files.get(scope["path"])
        if file is None:
            await _start(send, 404, [("Content-Type", "text/plain")])
            await send({"type": "http.response.body", "body": b"Not found"})
            return
        response = file.get_response(scope["method"], _environ(scope))
        await _start(send, int(response.status), response.headers)
        await _body(send, response.file)


async def _start(send: Send, status: int, headers: list[tuple[str, str]]) -> None:
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": pairs})


async def _body(send: Send, file: BinaryIO | None) -> None:
    if file is None:
        await send({"type": "http.response.body", "body": b""})
        return
    with file:
        more = True
        while more:
            body = await asyncio.to_thread(file.read, CHUNK)
            more = len(body) == CHUNK
            await send({"type": "http.response.body", "body": body, "more_body": more})


def _environ(scope: Scope) -> dict[str, str]:
    return {
        HEADERS_THAT_MATTER[name]: value.decode("latin-1")
        for name, value in scope["headers"]
        if name in HEADERS_THAT_MATTER
    }


def _harden(headers: Any, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def _nothing(environ: Any, start_response: Any) -> list[bytes]:
    return []  # WhiteNoise wants an application behind it; it is never asked
