"""Which provider a model means when none was named."""

from __future__ import annotations

from accounts.keys import provider_directory
from accounts.models import User
from generations import offers
from generations.providers.errors import RequestRefused
from generations.providers.types import Problem
from generations.services.notices import refused_keys


def provider_of(user: User, model: str) -> str:
    """The one provider where this person has a key and the model exists.

    Raises RequestRefused: model_not_found, key (nobody's key fits) or ambiguous_provider.
    """
    ready = offers.providers_with(model, user)
    if len(ready) == 1:
        return ready[0]
    if ready:
        names = ", ".join(ready)
        message = f"{model} is on offer at {names}. Say which with --provider."
        raise RequestRefused([_problem("provider", "ambiguous_provider", message)])
    known = [
        facts.slug
        for facts in provider_directory.all_facts()
        if model in offers.specs_of(facts.slug)
    ]
    refused = refused_keys.problem(user, known)
    if refused:
        raise RequestRefused([refused])
    if known:
        message = f"Add a key for {' or '.join(known)} first."
        raise RequestRefused([_problem("key", "required", message)])
    message = f"No provider here has a model “{model}”."
    raise RequestRefused([_problem("model", "model_not_found", message)])


def _problem(field: str, code: str, message: str) -> Problem:
    return Problem(field=field, code=code, message=message)
