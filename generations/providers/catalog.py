"""The table of providers, and every question about models that costs nothing to answer."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from generations.providers.facts.default_spec import generic_spec
from generations.providers.facts.live_list_merge import overlay
from generations.providers.facts.model_facts import model_specs as shipped_specs
from generations.providers.facts.model_facts import provider_facts
from generations.providers.facts.model_switch import keep
from generations.providers.facts.option_parsing import read_options
from generations.providers.facts.price_estimate import estimate, price_hint
from generations.providers.facts.request_rules import problems
from generations.providers.facts.spec_json import spec_from_json, spec_to_json
from generations.providers.facts.typed_model_spec import typed_problem, typed_spec
from generations.providers.types import Limits, Provider, ProviderFacts

__all__ = [
    "PROVIDERS",
    "build",
    "estimate",
    "facts",
    "generic_spec",
    "keep",
    "overlay",
    "price_hint",
    "problems",
    "read_options",
    "shipped_specs",
    "spec_from_json",
    "spec_to_json",
    "typed_problem",
    "typed_spec",
]

PROVIDERS: tuple[str, ...] = ("fastrouter", "fastapi", "imagerouter", "openrouter", "sandbox")

# Named by string so that a process that never calls a router never loads httpx2.
_DIALECTS = {
    "fastrouter": "generations.providers.dialects.fastrouter:FastRouter",
    "fastapi": "generations.providers.dialects.fastapi_ai:adapter",
    "imagerouter": "generations.providers.dialects.imagerouter:ImageRouter",
    "openrouter": "generations.providers.dialects.openrouter:OpenRouter",
    "openai_compatible": "generations.providers.dialects.openai_compatible:OpenAICompatible",
}
_SANDBOX = "generations.providers.sandbox.provider:Sandbox"


def facts(slug: str) -> ProviderFacts:
    """What is true of a router as a whole. Raises KeyError for one that is not in the table."""
    if slug not in PROVIDERS:
        raise KeyError(slug)
    return provider_facts(slug)


def build(
    slug: str,
    *,
    base_url: str | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen, so one for all is safe
    facts: ProviderFacts | None = None,
) -> Provider:
    """An adapter ready to call. `close()` it when done.

    base_url: replaces the router's own; results may then be fetched from that same origin.
    facts: describes a router outside the table, an admin's own; without them `slug` must be in it.
    """
    if slug == "sandbox" and facts is None:
        return cast(Provider, _named(_SANDBOX)())
    known = facts or provider_facts(slug)
    wire_base = (base_url or known.base_url).rstrip("/")
    # A router of an admin's own was named on purpose: its origin is trusted like a changed base.
    is_changed = facts is not None or wire_base != known.base_url.rstrip("/")
    make = _named(_DIALECTS[known.dialect])
    return cast(Provider, make(known, base_url=wire_base, limits=limits, trusts_base=is_changed))


def load_all() -> None:
    """Loads every adapter and what its first call would load: 0.3 s that a first job need not wait.

    For a parent that forks workers, who then share the memory too.
    """
    from generations.providers.wire import http_call

    for place in (*_DIALECTS.values(), _SANDBOX):
        _named(place)
    http_call.warm()


def _named(place: str) -> Callable[..., object]:
    module, _, name = place.partition(":")
    return cast(Callable[..., object], getattr(import_module(module), name))
