"""FastAPI.ai: OpenAI's image API, with facts about the models it may list.

Source: providers.md section 2.
"""

from __future__ import annotations

import re
from dataclasses import replace

from generations.providers.dialects.openai_compatible import OpenAICompatible, plain_spec
from generations.providers.facts.model_facts import model_specs
from generations.providers.types import Limits, ModelSpec, ProviderFacts

_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_DRAWS = re.compile(r"image|dall-e|flux|diffusion|imagen|seedream|banana")


def adapter(
    facts: ProviderFacts, *, base_url: str, limits: Limits, trusts_base: bool
) -> OpenAICompatible:
    """The OpenAI dialect, with this router's facts for the ids it lists."""
    return OpenAICompatible(
        facts, base_url=base_url, limits=limits, trusts_base=trusts_base, suggest=suggested
    )


def suggested(facts: ProviderFacts, model_id: str) -> ModelSpec | None:
    """Our facts for the id or for the model it is a dated copy of; None when it does not draw."""
    known = {spec.id: spec for spec in model_specs("fastapi")}
    if model_id in known:
        return known[model_id]
    original = known.get(_SNAPSHOT.sub("", model_id))
    if original:
        return replace(original, id=model_id, label=f"{original.label} ({model_id[-10:]})")
    return plain_spec(facts, model_id) if _DRAWS.search(model_id) else None
