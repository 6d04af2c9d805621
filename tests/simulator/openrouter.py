"""Pretends to be OpenRouter's image API: always base64, errors by `error_type`, real cost."""

from __future__ import annotations

import base64
import json
from typing import Any

from tests.simulator.bad_weather import storm
from tests.simulator.exchange import Exchange
from tests.simulator.pictures import MEDIA, drawn, picture_base64
from tests.simulator.prompt_weather import Weather

_KNOWN = {
    *("model", "prompt", "aspect_ratio", "resolution", "size", "quality", "background"),
    *("output_format", "output_compression", "n", "seed", "stream", "input_references"),
    "provider",
}


def error(status: int, message: str, kind: str, **more: Any) -> dict[str, Any]:
    told = {"code": status, "message": message, "metadata": {"error_type": kind}, **more}
    return {"error": told, "user_id": "x"}


ERRORS: dict[int | str, Any] = {
    400: error(400, "Bad value", "invalid_request"),
    401: error(401, "No auth credentials found", "authentication"),
    402: error(402, "Insufficient credits", "payment_required"),
    403: error(403, "Not allowed in your region", "permission_denied"),
    404: error(404, "No endpoints found", "not_found"),
    413: error(413, "Too large", "payload_too_large"),
    429: error(429, "Rate limited", "rate_limit_exceeded"),
    500: error(500, "Internal error", "server"),
    502: error(502, "Provider failed", "provider_unavailable"),
    503: error(503, "Overloaded", "provider_overloaded"),
    504: error(504, "Provider timed out", "timeout"),
    529: error(529, "Overloaded", "provider_overloaded"),
    "moderated": (400, error(400, "Refused", "content_policy_violation")),
    "no-money": (402, error(402, "Insufficient credits", "payment_required")),
    "error-with-200": (200, error(502, "Provider failed", "provider_unavailable")),
}


async def answer(exchange: Exchange, path: str) -> None:
    """Any call under the dialect's prefix."""
    if path == "/images/models":
        await exchange.json(200, {"data": MODELS})
    elif not exchange.key_is_good:
        await exchange.json(401, ERRORS[401])
    elif path == "/key":
        told = {"label": "x", "limit": 100, "limit_remaining": 74.5, "usage": 25.5}
        await exchange.json(200, {"data": told})
    elif path == "/images" and exchange.method == "POST":
        await _generate(exchange)
    else:
        await exchange.json(404, ERRORS[404])


async def _generate(exchange: Exchange) -> None:
    body, weather = exchange.body, Weather(str(exchange.body.get("prompt", "")))
    if "old-moderation" in weather:
        metadata = {"reasons": ["violence"], "flagged_input": "x"}
        told = {"error": {"code": 403, "message": "Flagged", "metadata": metadata}}
        await exchange.json(403, told)
    elif "not-retryable" in weather:
        availability = {"code": "capacity_exhausted", "retryable": False}
        told = error(503, "Gone", "provider_overloaded", availability=availability)
        await exchange.json(503, told)
    elif await storm(exchange, weather, ERRORS):
        return
    elif wrong := _fault(body):
        await exchange.json(400, wrong)
    elif body.get("stream") and "no-stream" not in weather:
        await _stream(exchange, weather)
    else:
        await exchange.json(200, _images(body, weather))


def _fault(body: dict[str, Any]) -> dict[str, Any] | None:
    if "unknown" in str(body.get("model", "unknown")):
        availability = {"code": "model_not_found", "retryable": False}
        return error(400, "Not a valid model id", "invalid_request", availability=availability)
    if not body.get("prompt"):
        return error(400, "prompt is required", "invalid_prompt")
    extra = set(body) - _KNOWN
    if extra or None in body.values():
        return error(400, f"Unrecognized keys: {sorted(extra)}", "invalid_request")
    if "x" in str(body.get("size", "")) and {"aspect_ratio", "resolution"} & set(body):
        return error(400, "size conflicts with aspect_ratio or resolution", "invalid_request")
    return None


def _images(body: dict[str, Any], weather: Weather) -> dict[str, Any]:
    count = 0 if "empty" in weather else int(body.get("n", 1))
    data = [_image(body, weather, index) for index in range(count)]
    if "half-broken" in weather:
        data.append({"b64_json": "@@@"})
    told: dict[str, Any] = {"created": 1790000000, "data": data}
    return told if "no-usage" in weather else told | {"usage": _usage()}


def _image(body: dict[str, Any], weather: Weather, index: int) -> dict[str, Any]:
    form = str(body.get("output_format", ""))
    size = str(body.get("size", ""))
    packed = picture_base64(weather, size=size, form=form, index=index)
    media = MEDIA.get(weather.first("svg", "jpeg", "webp") or form, "image/png")
    return {"b64_json": packed} | ({} if "no-media-type" in weather else {"media_type": media})


def _usage() -> dict[str, Any]:
    return {
        "prompt_tokens": 0,
        "completion_tokens": 4175,
        "total_tokens": 4175,
        "cost": 0.04,
        "is_byok": False,
    }


async def _stream(exchange: Exchange, weather: Weather) -> None:
    await exchange.start(200, {"content-type": "text/event-stream"})
    await exchange.write(b": OPENROUTER PROCESSING\n\n")
    for index in range(2 if "previews" in weather else 0):
        partial = base64.b64encode(drawn(16, 16, "png", index)).decode()
        told = {"partial_image_index": index, "b64_json": partial}
        await _event(exchange, weather, "image_generation.partial_image", told)
    if "cut-off" in weather:
        await exchange.reset()
    if "error-in-stream" in weather:
        broken = {"error": {"message": "It broke", "code": "provider_unavailable"}}
        await _event(exchange, weather, "error", broken)
    elif "no-end" not in weather:
        told = {**_image(exchange.body, weather, 0), "created": 1790000000, "usage": _usage()}
        await _event(exchange, weather, "image_generation.completed", told)
    await exchange.write(b"data: [DONE]\n\n", more=False)


async def _event(exchange: Exchange, weather: Weather, kind: str, told: dict[str, Any]) -> None:
    event: dict[str, Any] = {"type": kind, **told}
    event = {"data": event} if "wrapped" in weather else event
    await exchange.write(f"data: {json.dumps(event)}\n\n".encode())


def _model(name: str, streams: bool = False, **parameters: Any) -> dict[str, Any]:
    return {
        "id": name,
        "name": name.rpartition("/")[2],
        "description": "A model. It draws.",
        "created": 0,
        "architecture": {"input_modalities": ["text", "image"], "output_modalities": ["image"]},
        "supported_parameters": parameters,
        "supports_streaming": streams,
    }


def _enum(*values: str) -> dict[str, Any]:
    return {"type": "enum", "values": list(values)}


MODELS = [
    _model(
        "bytedance-seed/seedream-4.5",
        resolution=_enum("1K", "2K", "4K", "9K"),
        aspect_ratio=_enum("1:1", "16:9"),
        n={"type": "range", "min": 1, "max": 4},
        input_references={"type": "range", "min": 0, "max": 14},
        seed={"type": "boolean"},
        strange_new_thing={"type": "hologram"},
    ),
    _model(
        "openai/gpt-image-2",
        streams=True,
        quality=_enum("auto", "low", "medium", "high", "never-seen"),
        background=_enum("auto", "opaque"),
        output_format=_enum("png", "jpeg", "webp"),
        output_compression={"type": "range", "min": 0, "max": 100},
    ),
    _model("new/with-size", size=_enum("1K", "2048x2048"), resolution=_enum("1K")),
    _model("meta/muse-image"),
]
