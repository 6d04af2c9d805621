"""One request and its answer, with the ways in which an answer can go wrong."""

from __future__ import annotations

import asyncio
import json
from email import message_from_bytes
from typing import Any

from tests.simulator.recording import Call, Calls, fingerprint

PIECES = 20  # of an answer that trickles


class Gone(Exception):
    """The caller closed the line."""


class Exchange:
    """What a dialect needs of ASGI, and no more."""

    def __init__(self, scope: dict[str, Any], receive: Any, send: Any, calls: Calls) -> None:
        self._receive, self._send = receive, send
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.origin = f"http://{self.headers.get('host', '')}"
        scheme, _, key = self.headers.pop("authorization", "").partition(" ")
        self.key = key if scheme == "Bearer" else ""
        self.call = Call(
            method=self.method, path=self.path, headers=self.headers, key=fingerprint(self.key)
        )
        self.body: dict[str, Any] = {}
        self.calls = calls
        self._is_started = False
        self.trickle_s = 0.0  # seconds over which a whole answer is spread

    async def read(self) -> None:
        """Takes the whole body in, JSON or multipart, and puts the call on record."""
        raw, more = b"", True
        while more:
            message = await self._receive()
            raw += message.get("body", b"")
            more = message.get("more_body", False)
        kind = self.headers.get("content-type", "")
        self.call.body = _form(raw, kind) if kind.startswith("multipart/") else _json(raw)
        parsed = self.call.body if isinstance(self.call.body, dict) else {}
        self.body = parsed.get("fields", parsed)
        self.calls.record(self.call)

    @property
    def key_is_good(self) -> bool:
        key = self.key
        return "bad" not in key and (key.startswith(("sim-", "sk-")) or "good" in key)

    async def json(
        self, status: int, body: Any, headers: dict[str, str] | None = None, lead: bytes = b""
    ) -> None:
        """A whole JSON answer."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        await self.raw(status, lead + raw, "application/json", headers)

    async def raw(
        self, status: int, body: bytes, media_type: str, headers: dict[str, str] | None = None
    ) -> None:
        """A whole answer."""
        told = {"content-type": media_type, "content-length": str(len(body))} | (headers or {})
        await self.start(status, told)
        if self.trickle_s:
            body = await self._trickle(body)
        await self.write(body, more=False)

    async def _trickle(self, body: bytes) -> bytes:
        """All but a last piece, slowly; returns that piece."""
        step = len(body) // PIECES + 1
        for begin in range(0, len(body) - step, step):
            await self.write(body[begin : begin + step])
            await self.sleep(self.trickle_s / PIECES)
        return body[(len(body) - 1) // step * step :]

    async def start(self, status: int, headers: dict[str, str] | list[tuple[str, str]]) -> None:
        """The head of an answer; as pairs, a name may come twice."""
        self.call.status = status
        self._is_started = True
        told = headers.items() if isinstance(headers, dict) else headers
        pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in told]
        await self._send({"type": "http.response.start", "status": status, "headers": pairs})

    async def write(self, body: bytes, *, more: bool = True) -> None:
        """A piece of an answer."""
        await self._send({"type": "http.response.body", "body": body, "more_body": more})
        if not more:
            self.call.finished = True

    async def sleep(self, seconds: float) -> None:
        """Waits. Raises Gone as soon as the caller closes the line."""
        try:
            async with asyncio.timeout(seconds):
                while (await self._receive())["type"] != "http.disconnect":
                    pass
        except TimeoutError:
            return
        raise Gone

    async def reset(self) -> None:
        """Breaks the line. uvicorn's own transport; ASGI has no word for it."""
        await asyncio.sleep(0.05)
        self._send.__self__.transport.abort()
        raise Gone


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return {"unreadable": len(raw)}


def _form(raw: bytes, kind: str) -> dict[str, Any]:
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + raw)
    fields: dict[str, str] = {}
    files: list[dict[str, Any]] = []
    for part in message.get_payload():
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        if part.get_filename():
            files.append({"field": name, "name": part.get_filename(), "size": len(data)})
        else:
            fields[name] = data.decode()
    return {"fields": fields, "files": files}
