"""A model whose id a person typed, at a router that cannot tell its models: nothing is known of it."""

from __future__ import annotations

from generations.providers.facts.default_spec import OURS
from generations.providers.types import ModelSpec, Option, OptionKind

LONGEST = 200  # characters of an id, as in lists


def typed_problem(model: str) -> str:
    """Why this is no model id, in words; "" where it may be one."""
    if len(model) > LONGEST:
        return f"A model id has at most {LONGEST} characters; this one has {len(model):,}."
    if not model.isprintable() or any(sign.isspace() for sign in model):
        return "A model id is one word, without spaces."
    return ""


def typed_spec(provider: str, model: str) -> ModelSpec:
    """Prompt, count and size as free text: what every such router may take. Its price is unknown."""
    return ModelSpec(
        provider=provider,
        id=model,
        label=model,
        summary="Typed by hand",
        options=_OPTIONS,
        prompt_limit=OURS,
        prompt_limit_is_ours=True,
        is_typed=True,
        note="ImageHub knows nothing about this model: neither its settings nor its price.",
        source="the OpenAI images API, provider-docs/fastapi-ai.txt",
    )


_OPTIONS = (
    Option(name="size", kind=OptionKind.TEXT, label="Size", max_length=40),
    Option(name="n", kind=OptionKind.RANGE, label="Pictures", minimum=1, maximum=10, default="1"),
)
