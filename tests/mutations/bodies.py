"""A valid answer of every dialect, modelled on what the routers document (providers.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Entry = dict[str, Any]
WORDS = "A paper boat on a still lake"


def openai(entry: Entry) -> Any:
    """OpenAI's own shape, as FastAPI.ai passes it on."""
    return {
        "created": 1790000000,
        "background": "opaque",
        "output_format": "png",
        "quality": "low",
        "size": "1024x1024",
        "data": [{**entry, "revised_prompt": WORDS}],
        "usage": openai_usage(),
    }


def openai_usage() -> Entry:
    split = {"image_tokens": 0, "text_tokens": 12}
    return {
        "input_tokens": 12,
        "input_tokens_details": split,
        "output_tokens": 272,
        "total_tokens": 284,
        "output_tokens_details": {"image_tokens": 272},
    }


def openai_event(entry: Entry) -> Any:
    return {
        "type": "image_generation.completed",
        **entry,
        "created_at": 1790000000,
        "size": "1024x1024",
        "quality": "low",
        "background": "opaque",
        "output_format": "png",
        "usage": openai_usage(),
    }


def fastrouter(entry: Entry) -> Any:
    return {
        "created": 1790000000,
        "data": [{**entry, "revised_prompt": WORDS}],
        "usage": {"credits_used": 0.04, "prompt_tokens": 12, "provider": "openai"},
        "chat_id": "fr_8f2c",
        "model": "openai/gpt-image-1",
    }


def fastrouter_taken(task: str) -> Any:
    return {
        "task_id": task,
        "chat_id": "fr_8f2c",
        "data": [{"revised_prompt": WORDS}],
        "estimate_usage": {"queue_time": 0, "credits_used": 0.0346, "provider": "leonardo"},
    }


def fastrouter_polled(entry: Entry) -> Any:
    return {
        "data": [{"id": "7d0c", **entry}],
        "fastrouter_assets": {"status": "ready", "urls": [], "expires_at": 1792590000},
        "model": "leonardo-ai/phoenix",
        "size": "512x512",
        "usage": {"credits_used": 0.0135, "user_key_credits_used": 0.0135, "provider": "leonardo"},
    }


def imagerouter(entry: Entry) -> Any:
    return {
        "created": 1790000000123,
        "data": [{"url": None, "b64_json": None, "revised_prompt": None, **entry}],
        "latency": 4312,
        "cost": 0.0123,
        "seed": 42,
    }


def openrouter_usage() -> Entry:
    return {
        "prompt_tokens": 0,
        "completion_tokens": 4175,
        "total_tokens": 4175,
        "cost": 0.04,
        "is_byok": False,
        "cost_details": {"upstream_inference_cost": None},
    }


def openrouter(entry: Entry) -> Any:
    return {
        "created": 1790000000,
        "data": [{**entry, "media_type": "image/png"}],
        "usage": openrouter_usage(),
    }


def openrouter_event(entry: Entry) -> Any:
    return {
        "type": "image_generation.completed",
        **entry,
        "media_type": "image/png",
        "created": 1790000000,
        "usage": openrouter_usage(),
    }


BODIES: dict[str, Callable[[Entry], Any]] = {
    "fastapi plain": openai,
    "fastapi stream": openai_event,
    "fastrouter sync": fastrouter,
    "fastrouter poll": fastrouter_polled,
    "imagerouter": imagerouter,
    "openrouter plain": openrouter,
    "openrouter stream": openrouter_event,
}
