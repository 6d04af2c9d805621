"""Turns a request into the router's JSON, and an answer's bytes into ours."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from generations.providers.errors import BadAnswer
from generations.providers.loose import Json
from generations.providers.types import Answer, ImageRequest, ModelSpec

_INFLATED = 256 * 2**20  # bytes; far above any honest answer


def wire_body(request: ImageRequest, spec: ModelSpec) -> dict[str, Any]:
    """Exactly what the person set, under the router's names, plus the `always_send` facts."""
    body: dict[str, Any] = {"model": request.model, "prompt": request.prompt}
    if not request.prompt:
        del body["prompt"]
    for name, value in request.options.items():
        option = spec.option(name)
        _put(body, option.wire if option and option.wire else name, value)
    return {**spec.always_send, **body}


def _put(body: dict[str, Any], path: str, value: object) -> None:
    """Dots nest: "svg.model" becomes {"svg": {"model": …}}."""
    *parents, last = path.split(".")
    for name in parents:
        inner = body.get(name)
        body[name] = dict(inner) if isinstance(inner, Mapping) else {}
        body = body[name]
    body[last] = value


def answer_bytes(answer: Answer) -> bytes:
    """The spooled body, unpacked where a router packed it although we asked it not to."""
    raw = answer.body.read_bytes()
    packing = answer.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("", "identity"):
        return raw
    if packing not in ("gzip", "deflate"):
        raise BadAnswer(f"The answer is packed in an unknown way ({packing[:20]})")
    try:
        return zlib.decompressobj(47).decompress(raw, _INFLATED)
    except zlib.error as error:
        raise BadAnswer("The answer cannot be unpacked") from error


def parsed(raw: bytes) -> Json | None:
    """The JSON object in the bytes, or None. White space around it does not matter."""
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, Mapping) else None
