"""Answers as the field sends them: pieces to build them from."""

from __future__ import annotations

import base64
import json
from typing import Any

from tests.providers.calls import Asking
from tests.simulator.pictures import drawn

PNG = drawn(64, 64, "png", 0)
OTHER = drawn(64, 64, "png", 1)
WEBP = drawn(64, 64, "webp", 0)
SVG = drawn(64, 64, "svg", 0)
P = base64.b64encode(PNG).decode()
Q = base64.b64encode(OTHER).decode()
EVENTS = "text/event-stream"
STREAMING = ("fastapi", "openrouter")
PAID = {
    "fastrouter": "/images/generations",
    "fastapi": "/images/generations",
    "imagerouter": "/images/generations",
    "openrouter": "/images",
}


def plain(*slots: Any, **more: Any) -> bytes:
    """A usual answer with these entries in `data`."""
    return json.dumps({"created": 1790000000, "data": list(slots), **more}).encode()


def completed(packed: str = P, **more: Any) -> bytes:
    """The event of a finished picture."""
    told = {"type": "image_generation.completed", "b64_json": packed, **more}
    return f"data: {json.dumps(told)}\n\n".encode()


def in_lines(event: bytes) -> bytes:
    """The same event with its JSON spread over several `data:` lines."""
    pretty = json.dumps(json.loads(event.removeprefix(b"data:")), indent=1)
    return b"".join(b"data: " + line.encode() + b"\n" for line in pretty.splitlines()) + b"\n"


def give(
    asking: Asking, slug: str, body: bytes, label: str = "application/json", **more: Any
) -> None:
    """The router's next answers to a paid call."""
    headers = [("content-type", label)] if label else []
    headers += more.pop("headers", [])
    asking.simulator.answer_with(slug, path=PAID[slug], body=body, headers=headers, **more)


__all__ = [
    *("EVENTS", "OTHER", "PAID", "PNG", "ROUTERS", "STREAMING", "SVG", "WEBP", "P", "Q"),
    *("completed", "give", "in_lines", "plain"),
]
