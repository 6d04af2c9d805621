"""What we send fits the vendors' own descriptions, where those lie beside the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generations.providers import catalog
from generations.providers.dialects.request_bodies import wire_body
from generations.providers.types import ImageRequest, ModelSpec, OptionKind, OptionValue

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "openapi"
FILES = {
    "fastapi": ("openai-images.json", "/images/generations"),
    "openrouter": ("openrouter-images.json", "/images"),
    "fastrouter": ("fastrouter-images.json", "/api/v1/images/generations"),
}
# The descriptions lag behind the routers; providers.md section 5 lists how.
NEWER = {
    *("complexity", "frame_count", "frame_duration_ms", "svg", "safety_identifier"),
    *("response_type", "seed"),
}
OPEN = {"model", "size", "quality", "output_format", "resolution"}


@pytest.mark.parametrize("slug", FILES)
def test_every_body_fits_the_vendors_schema(slug: str) -> None:
    validator = schema(slug)
    for spec in catalog.shipped_specs(slug):
        for options in settings(spec):
            request = ImageRequest(model=spec.id, prompt="A boat", options=options)
            body = wire_body(request, spec)
            closed = {name: value for name, value in body.items() if name not in NEWER}
            assert [error.message for error in validator.iter_errors(closed)] == [], closed


def schema(slug: str) -> Draft202012Validator:
    name, path = FILES[slug]
    if not (FOLDER / name).exists():
        pytest.skip(f"{FOLDER / name} is not there")
    document = json.loads((FOLDER / name).read_text())
    call = document["paths"][path]["post"]
    body = call["requestBody"]["content"]["application/json"]["schema"]
    return Draft202012Validator({**_resolved(body, document), "components": document["components"]})


def _resolved(body: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """The schema itself, its lagging enumerations opened."""
    if "$ref" in body:
        body = document["components"]["schemas"][body["$ref"].rpartition("/")[2]]
    opened = {name: ({} if name in OPEN else inner) for name, inner in body["properties"].items()}
    return {**body, "properties": opened, "additionalProperties": False}


def settings(spec: ModelSpec) -> list[dict[str, OptionValue]]:
    """Every value of every option, one at a time."""
    found: list[dict[str, OptionValue]] = [{}]
    for option in spec.options:
        values: tuple[OptionValue, ...] = option.values
        if option.kind is OptionKind.RANGE:
            values = (option.minimum or 1,)
        elif option.kind is OptionKind.SWITCH:
            values = (True,)
        elif option.kind is OptionKind.TEXT:
            values = ("someone",)
        found += [{option.name: value} for value in values]
    return found
