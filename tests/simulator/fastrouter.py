"""Pretends to be FastRouter: OpenAI models answer at once, Leonardo's become tasks."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from tests.simulator.bad_weather import storm
from tests.simulator.exchange import Exchange
from tests.simulator.files import result_url
from tests.simulator.pictures import picture_base64
from tests.simulator.prompt_weather import Weather


def error(message: str, code: str | int, *, kind: str = "invalid_request_error") -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "code": code}}


ERRORS: dict[int | str, Any] = {
    400: error("Bad value", "invalid_value"),
    401: error("Invalid API key", "invalid_api_key"),
    402: error("Credits used up", "insufficient_credits"),
    403: error("Input blocked by moderation", "moderation"),
    404: error("Not found", "not_found"),
    429: error("Too many requests", "rate_limited", kind="rate_limit_error"),
    446: error("A guardrail blocked it", 446, kind="guardrail_error"),
    500: error("Internal error", 500),
    502: error("Model is down", 502),
    "moderated": (403, error("Input blocked by moderation", "moderation")),
    "no-money": (402, error("Credits used up", "insufficient_credits")),
    "error-with-200": (200, {"error": "openai submit: upstream status 400"}),
    "free-quota": (429, error("Free quota", "free_quota_exceeded", kind="rate_limit_error")),
}


@dataclass
class Task:
    """A job taken on."""

    prompt: str
    model: str
    n: int
    size: str
    polls: int = 0
    at: float = field(default_factory=time.time)


_tasks: dict[str, Task] = {}
_numbers = itertools.count(1)


def forget() -> None:
    """No jobs any more."""
    _tasks.clear()


async def answer(exchange: Exchange, path: str) -> None:
    """Any call under the dialect's prefix."""
    if path == "/api/v1/models":
        await exchange.json(200, {"object": "list", "data": _models()})
    elif not exchange.key_is_good:
        await exchange.json(401, ERRORS[401])
    elif path == "/api/v1/images/generations" and exchange.method == "POST":
        await _generate(exchange)
    elif path == "/api/v1/getAsyncResponse" and exchange.method == "POST":
        await _poll(exchange)
    elif path == "/api/v1/generation":
        await exchange.json(404, error("No such generation", "not_found"))
    else:
        await exchange.json(404, ERRORS[404])


async def _generate(exchange: Exchange) -> None:
    body = exchange.body
    weather = Weather(str(body.get("prompt", "")))
    if await storm(exchange, weather, ERRORS):
        return
    if not body.get("prompt") or not body.get("model") or None in body.values():
        await exchange.json(400, ERRORS[400])
    elif "unknown" in str(body["model"]):
        await exchange.json(404, error("Unknown model", "model_not_found"))
    elif _is_async(body):
        await exchange.json(200, _taken(body, weather))
    else:
        status = 246 if "246" in weather else 200
        await exchange.json(status, {"created": 1790000000, "data": _data(exchange, weather)})


def _is_async(body: dict[str, Any]) -> bool:
    is_leonardo = str(body["model"]).startswith(("leonardo/", "leonardo-ai/"))
    return body.get("response_type", "async" if is_leonardo else "sync") == "async"


def _taken(body: dict[str, Any], weather: Weather) -> dict[str, Any]:
    reference = f"fr_{next(_numbers):06d}"
    _tasks[reference] = Task(
        prompt=body["prompt"],
        model=body["model"],
        n=int(body.get("n", 1)),
        size=str(body.get("size", "")),
    )
    spelling = weather.words.get("spelling")
    if spelling == "taskId":
        return {"taskId": reference}
    if spelling == "nested":
        return {"code": "SUCCESS", "data": {"taskId": reference, "status": "processing"}}
    if spelling == "none":
        return {"created": 1790000000}
    estimate = {"queue_time": 0, "credits_used": 0.0346, "provider": "leonardo"}
    data = [{"revised_prompt": "a paper boat"}]
    return {"task_id": reference, "chat_id": "fr_x", "data": data, "estimate_usage": estimate}


def _data(exchange: Exchange, weather: Weather) -> list[dict[str, Any]]:
    body = exchange.body
    size, form = str(body.get("size", "")), str(body.get("output_format", ""))
    data: list[dict[str, Any]] = []
    for index in range(0 if "empty" in weather else int(body.get("n", 1))):
        if body.get("response_format") == "b64_json" or "bench" in weather:
            told = {"b64_json": picture_base64(weather, size=size, form=form, index=index)}
        else:
            prompt = str(body["prompt"])
            url = result_url(exchange, weather, prompt, size=size, form=form, index=index)
            told = {"url": url}
        data.append(told | {"revised_prompt": "a paper boat, revised"})
    return data + ([{"b64_json": "@@@"}] if "half-broken" in weather else [])


async def _poll(exchange: Exchange) -> None:
    reference = str(exchange.body.get("taskId", ""))
    task = _tasks.get(reference)
    weather = Weather(task.prompt if task else "")
    if task:
        task.polls += 1
    first = task is not None and task.polls == 1
    if task is None or "task-404" in weather or ("task-404-once" in weather and first):
        await exchange.json(404, ERRORS[404])
    elif "task-reset" in weather and first:
        await exchange.reset()
    elif "task-drip" in weather and first:
        await exchange.start(200, {"content-type": "application/json"})
        while True:
            await exchange.write(b" ")
            await exchange.sleep(0.1)
    elif "task-garbage" in weather and first:
        await exchange.raw(200, b"oops", "text/plain")
    elif failing := _failing(weather, is_first=first):
        await exchange.json(failing, ERRORS[failing])
    elif "failed-task" in weather:
        await exchange.json(200, _failed(reference, weather))
    elif "pending-forever" in weather or task.polls <= weather.number("pending", 1):
        await exchange.json(200, {"data": {"taskId": reference, "status": "processing"}})
    else:
        await exchange.json(200, _finished(exchange, task, weather))


def _failing(weather: Weather, *, is_first: bool) -> int:
    for status in (500, 429, 401):
        if f"task-{status}" in weather or (f"task-{status}-once" in weather and is_first):
            return status
    return 0


def _failed(reference: str, weather: Weather) -> dict[str, Any]:
    told = "upstream status 400"
    if weather.words.get("failed-task") == "moderated":
        told = "content moderated by provider"
    if weather.words.get("failed-task") == "generations":
        row = {"status": "failed", "failMsg": told}
        return {"data": {"taskId": reference, "generations": [row]}}
    return {"code": "failed", "data": {"taskId": reference, "status": "failed"}, "error": told}


def _finished(exchange: Exchange, task: Task, weather: Weather) -> dict[str, Any]:
    urls = [
        result_url(exchange, weather, task.prompt, size=task.size, form="jpeg", index=index)
        for index in range(task.n)
    ]
    usage = {"credits_used": 0.0135, "user_key_credits_used": 0.0135, "provider": "leonardo"}
    if weather.words.get("poll") == "video":
        rows = [{"status": "succeed", "url": url} for url in urls]
        data: Any = {"status": "succeed", "generations": rows}
        return {"code": "SUCCESS", "data": data, "usage": usage}
    rows = [{"id": "x", "url": "https://cdn.invalid/expired.jpg"} for _ in urls]
    if weather.words.get("poll") == "data":
        return {"status": "succeed", "data": [{"url": url} for url in urls], "usage": usage}
    assets = {"status": "ready", "urls": urls, "expires_at": 1792590000}
    told = {"data": rows, "fastrouter_assets": assets, "model": "phoenix", "size": "512x512"}
    return told if "no-usage" in weather else told | {"usage": usage}


def _models() -> list[dict[str, Any]]:
    def row(name: str, *output: str) -> dict[str, Any]:
        architecture = {"input_modalities": ["text"], "output_modalities": list(output)}
        pricing = {"prompt": "0", "image": "0"}
        return {"id": name, "name": name, "architecture": architecture, "pricing": pricing}

    return [
        row("openai/gpt-image-1", "image"),
        row("leonardo-ai/phoenix", "image"),
        row("bytedance/seedream-9", "image", "text"),
        row("openai/gpt-5-chat", "text"),
    ]
