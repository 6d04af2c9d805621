"""Pretends to be ImageRouter: good status first, truth in the body, unknown settings dropped."""

from __future__ import annotations

import json
from typing import Any

from tests.simulator.bad_weather import storm
from tests.simulator.exchange import Exchange
from tests.simulator.files import result_url
from tests.simulator.pictures import picture_base64
from tests.simulator.prompt_weather import Weather


def error(message: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind}, **more}


ERRORS: dict[int | str, Any] = {
    400: error("'model' is a required parameter", "invalid_request_error"),
    401: error("Invalid API key", "unauthorized"),
    403: error("Free models need a deposit", "deposit_required"),
    429: error("Too many requests", "rate_limit_error"),
    500: error("Internal error", "internal_error"),
    "moderated": (200, error("Your prompt was flagged by the content policy", "internal_error")),
    "no-money": (200, error("Insufficient credits to run this", "internal_error")),
    "free-limit": (429, error("Daily free limit of 50 requests reached", "rate_limit_error")),
    "error-with-200": (200, error("Upstream timed out", "internal_error")),
    "error-with-200-cost": (200, error("Upstream timed out", "internal_error", cost=0.04)),
}


async def answer(exchange: Exchange, path: str) -> None:
    """Any call under the dialect's prefix."""
    if path == "/v1/models":
        await exchange.json(200, MODELS)
    elif not exchange.key_is_good:
        await exchange.json(401, ERRORS[401])
    elif path == "/v1/auth/test":
        await exchange.json(200, {"success": True, "credits": 255000})
    elif path in ("/v1/openai/images/generations", "/v1/openai/images/edits"):
        await _generate(exchange)
    else:
        await exchange.json(404, error("Not found", "not_found"))


async def _generate(exchange: Exchange) -> None:
    body, weather = exchange.body, Weather(str(exchange.body.get("prompt", "")))
    if await storm(exchange, weather, ERRORS):
        return
    if not body.get("model") or "unknown" in str(body["model"]):
        await exchange.json(400, error("model not found", "invalid_request_error"))
    elif len(str(body.get("prompt", ""))) > 20000:
        await exchange.json(400, error("prompt is too long", "invalid_request_error"))
    else:
        await _tell(exchange, _images(exchange, weather), weather)


async def _tell(exchange: Exchange, told: Any, weather: Weather) -> None:
    if "heartbeat" not in weather:
        await exchange.json(200, told)
        return
    await exchange.start(200, {"content-type": "application/json"})
    for _ in range(3):
        await exchange.write(b" ")
        await exchange.sleep(0.05)
    if "error" in weather.words.get("heartbeat", ""):
        told = ERRORS["error-with-200"][1]
    await exchange.write(json.dumps(told).encode(), more=False)


def _images(exchange: Exchange, weather: Weather) -> dict[str, Any]:
    body = exchange.body
    size, form = str(body.get("size", "")), str(body.get("output_format", ""))
    data: list[dict[str, Any]] = []
    if body.get("response_format", "url") == "url":
        prompt = str(body.get("prompt", ""))
        data.append({"url": result_url(exchange, weather, prompt, size=size, form=form)})
    else:
        data.append({"b64_json": picture_base64(weather, size=size, form=form or "webp")})
    if "half-broken" in weather:
        data.append({"b64_json": "@@@"})
    if "empty" in weather:
        data = []
    is_free = body["model"] == "test/test"
    told = {"created": 1790000000123 if is_free else 1790000000, "data": data, "latency": 41}
    return told | ({} if "no-cost" in weather else {"cost": 0 if is_free else 0.04})


MODELS: dict[str, Any] = {
    "test/test": {
        "providers": [{"id": "test", "pricing": {"type": "fixed", "value": 0}}],
        "output": ["image"],
        "supported_params": {"text": True, "edit": True, "mask": True, "quality": True},
    },
    "openai/gpt-image-1.5": {
        "providers": [
            {
                "id": "runware",
                "pricing": {
                    "type": "post_generation",
                    "range": {"min": 0.009, "average": 0.133, "max": 0.2},
                },
            }
        ],
        "output": ["image"],
        "supported_params": {"edit": True, "mask": False, "quality": True},
        "sizes": ["auto", "1024x1024", "1536x1024", "1024x1536"],
        "release_date": "2025-12-16",
    },
    "new/never-seen": {
        "providers": [{"id": "x", "pricing": {"type": "calculated", "range": {"min": 0.01}}}],
        "output": ["image"],
        "supported_params": {"text": True, "quality": False},
        "release_date": "0000-00-00",
    },
    "new/video": {"providers": [], "output": ["video"], "supported_params": {}},
}
