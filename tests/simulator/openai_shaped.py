"""Pretends to be FastAPI.ai, or any OpenAI-shaped router: strict about parameters."""

from __future__ import annotations

import base64
import json
from typing import Any

from tests.simulator.bad_weather import storm
from tests.simulator.exchange import Exchange
from tests.simulator.files import result_url
from tests.simulator.pictures import drawn, picture_base64
from tests.simulator.prompt_weather import Weather

MODELS = (
    "dall-e-2",
    "dall-e-3",
    "gpt-image-1",
    "gpt-image-1-mini",
    "gpt-image-1.5",
    "gpt-image-1.5-2025-12-16",
    "gpt-image-2",
    "gpt-image-2.5-flare",
    "gpt-image-2.5-sunburst",
    "gpt-image-2.6-flare",
    "gpt-image-2.6-sunburst",
    "gpt-image-9",
    "gpt-5-chat",
)
_EVERYWHERE = {"prompt", "model", "n", "size", "quality", "user"}
_DALL_E = _EVERYWHERE | {"style", "response_format"}
_GPT = _EVERYWHERE | {
    *("background", "output_format", "output_compression", "moderation", "stream"),
    *("partial_images", "safety_identifier", "complexity", "frame_count", "frame_duration_ms"),
    "svg",
}
_LIMITS = {"dall-e-2": 1000, "dall-e-3": 4000}


def error(message: str, code: str | None, *, kind: str = "invalid_request_error") -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


ERRORS: dict[int | str, Any] = {
    400: error("Bad value", "invalid_value"),
    401: error("Incorrect API key provided", "invalid_api_key"),
    403: error("Your organization must be verified", "unsupported_country_region_territory"),
    404: error("The model does not exist", "model_not_found"),
    413: error("Too large", None),
    429: error("Rate limit reached", "rate_limit_exceeded"),
    500: error("The server had an error", "server_error", kind="server_error"),
    503: error("Overloaded", None, kind="server_error"),
    "moderated": (
        400,
        error("Rejected by the safety system", "moderation_blocked", kind="image_user_error"),
    ),
    "no-money": (429, error("Your balance is too low", None)),
    "unclear-429": (429, error("Try again later", None)),
    "moderated-output": (
        400,
        {
            "error": {
                "message": "Rejected after drawing",
                "code": "moderation_blocked",
                "moderation_details": {"moderation_stage": "output"},
            }
        },
    ),
    "error-with-200": (200, error("Upstream failed", "upstream_error")),
}


async def answer(exchange: Exchange, path: str) -> None:
    """Any call under the dialect's prefix."""
    if not exchange.key_is_good:
        await exchange.json(401, ERRORS[401])
    elif path == "/models":
        rows = [{"id": name, "object": "model", "created": 0, "owned_by": "x"} for name in MODELS]
        await exchange.json(200, {"object": "list", "data": rows})
    elif path == "/images/generations" and exchange.method == "POST":
        await _generate(exchange)
    else:
        await exchange.json(404, error("Unknown path", None))


async def _generate(exchange: Exchange) -> None:
    body, weather = exchange.body, Weather(str(exchange.body.get("prompt", "")))
    if await storm(exchange, weather, ERRORS):
        return
    wrong = _fault(body)
    if wrong:
        status = 404 if wrong["error"]["code"] == "model_not_found" else 400
        await exchange.json(status, wrong)
    elif body.get("stream") and "no-stream" not in weather:
        await _stream(exchange, weather)
    else:
        lead = b"" if "heartbeat" not in weather else b"   "
        await exchange.json(200, _images(exchange, weather), lead=lead)


def _fault(body: dict[str, Any]) -> dict[str, Any] | None:
    model = str(body.get("model", "dall-e-2"))
    if model not in MODELS:
        return error(f"The model {model} does not exist", "model_not_found")
    is_dall_e = model.startswith("dall-e")
    for name in set(body) - (_DALL_E if is_dall_e else _GPT):
        return error(f"Unknown parameter: '{name}'.", "unknown_parameter")
    if None in body.values():
        return error("Null is not a value here", "invalid_value")
    if len(str(body.get("prompt", ""))) > _LIMITS.get(model, 32000) or not body.get("prompt"):
        return error("The prompt is missing or too long", "invalid_value")
    if not 1 <= int(body.get("n", 1)) <= (1 if model == "dall-e-3" else 10):
        return error("n is out of range", "invalid_value")
    if body.get("background") == "transparent" and body.get("output_format") == "jpeg":
        return error("Transparent background is not supported for jpeg", "invalid_value")
    return None


def _images(exchange: Exchange, weather: Weather) -> dict[str, Any]:
    body = exchange.body
    data = [_image(exchange, weather, index) for index in range(int(body.get("n", 1)))]
    if "empty" in weather:
        data = []
    if "half-broken" in weather:
        data.append({"b64_json": "@@@ not base64"})
    settings = {name: body.get(name, "auto") for name in ("size", "quality", "background")}
    return {"created": 1790000000, "data": data, **settings, "usage": _usage()}


def _image(exchange: Exchange, weather: Weather, index: int) -> dict[str, Any]:
    body = exchange.body
    size, form = str(body.get("size", "")), str(body.get("output_format", ""))
    is_dall_e = str(body.get("model", "")).startswith("dall-e")
    gives_url = "url" in weather or (is_dall_e and body.get("response_format") != "b64_json")
    if gives_url or weather.first("private-url", "private-redirect", "far-redirect", "gone-url"):
        prompt = str(body["prompt"])
        url = result_url(exchange, weather, prompt, size=size, form=form, index=index)
        return {"url": url, "revised_prompt": "A paper boat, revised"}
    return {"b64_json": picture_base64(weather, size=size, form=form, index=index)}


def _usage() -> dict[str, Any]:
    return {
        "total_tokens": 1090,
        "input_tokens": 14,
        "output_tokens": 1076,
        "input_tokens_details": {"text_tokens": 14, "image_tokens": 0},
    }


async def _stream(exchange: Exchange, weather: Weather) -> None:
    body = exchange.body
    await exchange.start(200, {"content-type": "text/event-stream; charset=utf-8"})
    settings = {"size": body.get("size", "auto"), "quality": "high", "output_format": "png"}
    for index in range(int(body.get("partial_images", 0)) or (2 if "previews" in weather else 0)):
        partial = base64.b64encode(drawn(16, 16, "png", index)).decode()
        told = {"partial_image_index": index, "b64_json": partial, **settings}
        await _event(exchange, "image_generation.partial_image", told)
        if "drip" in weather:
            await exchange.sleep(weather.number("drip", 1.0))
    if "pause" in weather:
        await exchange.sleep(weather.number("pause", 1.0))
    if "cut-off" in weather:
        await exchange.reset()
    if "error-in-stream" in weather:
        await exchange.write(b'event: error\ndata: {"type":"error","error":{"message":"It broke",')
        await exchange.write(b'"type":"server_error","code":"server_error"}}\n\n', more=False)
        return
    for index in range(0 if "no-end" in weather else int(body.get("n", 1))):
        if index and "break" in weather:
            await exchange.reset()
        told = {"b64_json": picture_base64(weather, index=index), "usage": _usage(), **settings}
        await _event(exchange, "image_generation.completed", told)
    await exchange.write(b"data: [DONE]\n\n" if "done" in weather else b"", more=False)


async def _event(exchange: Exchange, kind: str, told: dict[str, Any]) -> None:
    data = json.dumps({"type": kind, "created_at": 1790000000, "background": "opaque", **told})
    await exchange.write(f": ping\n\nevent: {kind}\ndata: {data}\n\n".encode())
