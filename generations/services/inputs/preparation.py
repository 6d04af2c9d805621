"""What a router gets of a source: as it is where it fits, else converted once and kept."""

from __future__ import annotations

from generations.models import PreparedInput
from generations.models.job_input import Role
from generations.providers.errors import RequestRefused
from generations.providers.types import ModelSpec, Problem
from generations.services.inputs.sources import Source


def prepared(source: Source, spec: ModelSpec, *, role: str = Role.IMAGE) -> PreparedInput:
    """The file that goes to this model's router; the first time it is made, which takes seconds.

    Raises RequestRefused with a problem at `image` or `mask`.
    """
    message = "Pictures cannot be prepared yet."
    raise RequestRefused([Problem(field=role, code="not_an_image", message=message)])
