"""Turns a request into the router's JSON, and a free answer's bytes into ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generations.providers.decoding.json_decoding import has_too_many_parts, text_of, values
from generations.providers.decoding.lenient_values import Json
from generations.providers.types import ImageRequest, ModelSpec


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


def parsed(raw: bytes, content_type: str = "") -> Json | None:
    """The JSON object in the bytes, or None; a list stands under `data`.

    Of several values the last that is an object. What surrounds it does not matter.
    """
    if has_too_many_parts(raw):
        return None
    text = text_of(raw, content_type)
    if text.lstrip()[:1] == "<":
        return None
    found = [{"data": it} if isinstance(it, list) else it for it in values(text)]
    objects = [it for it in found if isinstance(it, Mapping)]
    return next((it for it in reversed(objects) if it), objects[-1] if objects else None)
