"""One seed for several jobs: each goes on where the one before ended.

The same request with the same seed would be paid for several times and show one picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generations.providers.types import ImageRequest, ModelSpec


def counted_on(requests: Iterable[ImageRequest], spec: ModelSpec) -> tuple[ImageRequest, ...]:
    """The requests of one asking; a chosen seed rises by the pictures asked for before."""
    told: list[ImageRequest] = []
    before = 0
    for request in requests:
        told.append(_raised(request, spec, by=before))
        before += _pictures(request)
    return tuple(told)


def _raised(request: ImageRequest, spec: ModelSpec, *, by: int) -> ImageRequest:
    seed, option = request.options.get("seed"), spec.option("seed")
    if not by or option is None or not isinstance(seed, int):
        return request
    raised = seed + by
    if option.maximum is not None and raised > option.maximum:
        raised = (option.minimum or 0) + raised - option.maximum - 1
    return replace(request, options={**request.options, "seed": raised})


def _pictures(request: ImageRequest) -> int:
    n = request.options.get("n")
    return n if isinstance(n, int) else 1
