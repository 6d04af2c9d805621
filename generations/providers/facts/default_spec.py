"""A spec for a model of an admin's own OpenAI-compatible router, of which no facts are shipped."""

from __future__ import annotations

from dataclasses import replace

from generations.providers.facts.model_facts import model_specs
from generations.providers.types import ModelSpec, Option, OptionKind

OURS = 32_000  # code points; our own cap where the router's is unknown


def generic_spec(provider: str, model: str) -> ModelSpec:
    """What such a model probably takes: FastAPI.ai's facts where the name is known there, else the
    OpenAI images API at large, every setting optional and for the router to judge."""
    name = model.rsplit("/", 1)[-1]
    known = next((spec for spec in model_specs("fastapi") if spec.id == name), None)
    if known:
        return replace(known, provider=provider, id=model, prices=(), note=_NOTE)
    return ModelSpec(
        provider=provider,
        id=model,
        label=name,
        summary="Added by an admin",
        options=_OPTIONS,
        prompt_limit=OURS,
        prompt_limit_is_ours=True,
        note=_NOTE,
        source="the OpenAI images API, provider-docs/fastapi-ai.txt",
    )


_NOTE = "Settings follow the OpenAI images API; this router may refuse some."


def _choice(name: str, label: str, *values: str, default: str | None = None) -> Option:
    return Option(
        name=name,
        kind=OptionKind.CHOICE,
        label=label,
        values=values,
        default=default,
        advanced=True,
    )


_OPTIONS = (
    Option(
        name="size",
        kind=OptionKind.SIZE,
        label="Size",
        values=("auto", "1024x1024", "1536x1024", "1024x1536", "1792x1024", "1024x1792"),
        default="auto",
    ),
    Option(name="n", kind=OptionKind.RANGE, label="Pictures", minimum=1, maximum=10, default="1"),
    _choice("quality", "Quality", "auto", "low", "medium", "high", "standard", "hd"),
    _choice("output_format", "Format", "png", "jpeg", "webp"),
    _choice("background", "Background", "auto", "opaque", "transparent"),
    _choice("style", "Style", "vivid", "natural"),
    _choice("response_format", "Delivery", "url", "b64_json"),
)
