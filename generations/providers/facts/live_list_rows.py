"""Lists of models as routers give them: read row by row, where a bad row costs that row alone."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from generations.providers.decoding.lenient_values import Json, items, words
from generations.providers.decoding.sanitize import clean_text
from generations.providers.facts.spec_json import spec_to_json
from generations.providers.types import ModelSpec, Option

LONGEST_ID = 200  # characters; a longer one could not be ordered
_LONGEST_NAME = 200
_LARGEST = 100_000  # characters of a spec as JSON
_MOST_VALUES = 500  # of one setting
_MOST_MODELS = 5_000
_PLACES = ("data", "models", "items", "results", "list")
_IDS = ("id", "model", "name", "slug")

log = logging.getLogger("imagehub.offers")


def rows_of(told: Json) -> list[Json]:
    """The rows of a list, each with its `id`: objects, or plain ids; wherever the list stands."""
    for place in _PLACES:
        entries = told.get(place)
        if isinstance(entries, Mapping):
            entries = next((it for it in map(entries.get, _PLACES) if isinstance(it, list)), None)
        if isinstance(entries, list):
            return [row for row in map(_row, items(entries)[:_MOST_MODELS]) if row]
    return []


def has_list(told: Json) -> bool:
    """There is a list of models at all, be it an empty one."""
    return any(isinstance(told.get(place), list | Mapping) for place in _PLACES)


def specs_of(
    rows: Iterable[Json], make: Callable[[Json], ModelSpec | None]
) -> tuple[ModelSpec, ...]:
    """A spec for each row that makes one; each id once, ids and names bounded."""
    made: dict[str, ModelSpec] = {}
    failed: set[str] = set()
    for row in rows:
        try:
            spec = make(row)
            kept = _fitting(spec) if spec else None
        except Exception as error:  # noqa: BLE001 - one row of a list costs that row alone
            failed.add(type(error).__name__)
            continue
        if kept:
            made.setdefault(kept.id, kept)
    if failed:
        log.warning("rows of a model list could not be read: %s", ", ".join(sorted(failed)))
    return tuple(made.values())


def _row(entry: object) -> Json | None:
    if isinstance(entry, str):
        return {"id": entry}
    if not isinstance(entry, Mapping):
        return None
    model_id = next((words(entry.get(name)) for name in _IDS if words(entry.get(name))), "")
    return {**entry, "id": model_id} if model_id else None


def _fitting(spec: ModelSpec) -> ModelSpec | None:
    """The spec as it can be stored; None where its id or its size cannot be."""
    if not spec.id.strip() or len(spec.id) > LONGEST_ID or spec.id != clean_text(spec.id):
        return None
    kept = replace(
        spec,
        label=clean_text(spec.label, _LONGEST_NAME) or spec.id,
        summary=clean_text(spec.summary, _LONGEST_NAME),
        options=tuple(_bounded(spec)),
    )
    return kept if len(json.dumps(spec_to_json(kept))) <= _LARGEST else None


def _bounded(spec: ModelSpec) -> Iterator[Option]:
    for option in spec.options:
        values = tuple(value for value in option.values if len(value) <= LONGEST_ID)
        yield option if values == option.values else replace(option, values=values[:_MOST_VALUES])
