"""Mutations of an answer's JSON. Each goes around the picture, so that it can still be found."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from tests.mutations.odd_values import Pairs
from tests.mutations.picture_spellings import holds

Path = tuple[str | int, ...]


def targets(body: Any, path: Path = ()) -> Iterator[Path]:
    """Every field that holds no picture, however deep."""
    parts = body.items() if isinstance(body, dict) else enumerate(body)
    for name, value in list(parts):
        if not holds(value):
            yield (*path, name)
        if isinstance(value, dict) or (isinstance(value, list) and len(value) < 20):
            yield from targets(value, (*path, name))


def objects(body: Any, path: Path = ()) -> Iterator[Path]:
    """Every object, the whole one too."""
    if isinstance(body, dict):
        yield path
    if isinstance(body, dict | list) and len(body) < 50:
        parts = body.items() if isinstance(body, dict) else enumerate(body)
        for name, value in list(parts):
            yield from objects(value, (*path, name))


def _at(body: Any, path: Path) -> Any:
    for name in path:
        body = body[name]
    return body


def replaced(body: Any, path: Path, value: Any) -> Any:
    made = copy.deepcopy(body)
    _at(made, path[:-1])[path[-1]] = value
    return made


def dropped(body: Any, path: Path) -> Any:
    made = copy.deepcopy(body)
    del _at(made, path[:-1])[path[-1]]
    return made


def added(body: Any, path: Path, name: str, value: Any) -> Any:
    """One more field; one that is there already stays."""
    made = copy.deepcopy(body)
    if not (isinstance(_at(made, path), dict) and name in _at(made, path)):
        _at(made, path)[name] = value
    return made


def twice(body: Any, path: Path, value: Any, *, before: bool) -> Any:
    """A field's name comes twice, with this value the other time."""
    holder = _at(body, path[:-1])
    pairs = list(copy.deepcopy(holder).items())
    where = next(at for at, (name, _) in enumerate(pairs) if name == path[-1])
    pairs.insert(where if before else where + 1, (str(path[-1]), value))
    made = Pairs(tuple(pairs))
    return made if len(path) == 1 else replaced(body, path[:-1], made)


def neighbour(body: Any, value: Any, *, before: bool) -> Any:
    """Another entry beside the picture's."""
    made = copy.deepcopy(body)
    if isinstance(made, dict) and isinstance(made.get("data"), list):
        made["data"].insert(0 if before else len(made["data"]), value)
    return made


FIELDS = (
    *("error", "errors", "detail", "message", "status", "code", "success", "ok", "url", "id"),
    *("object", "usage", "cost", "revised_prompt", "model", "request_id", "metadata", "warnings"),
    *("size", "quality", "background", "output_format", "media_type", "content_filter_results"),
    *("choices", "data2", "images_count", "finish_reason", "prompt", "input", "provider", ""),
)
NEIGHBOURS: tuple[Any, ...] = (
    *(None, {}, "", 7, [], {"b64_json": "@@@"}, {"b64_json": ""}, {"b64_json": None, "url": None}),
    *(
        {"error": {"message": "try later \ud83d"}},
        {"error": "x\x00"},
        {"url": "https://xn--/x.png"},
    ),
    *({"url": "http://10.0.0.1/x.png"}, {"url": "ftp://x/y"}, {"url": "https://[::1"}, {"url": 5}),
    *({"b64_json": "aGVsbG8gd29ybGQ="}, {"b64_json": {"a": 1}}, {"revised_prompt": "\ud83d"}),
    *(
        {"url": "http://127.0.0.1:1/x.png"},
        {"url": "data:image/png;base64,@"},
        {"finish_reason": "x"},
    ),
)
ERRORS: tuple[Any, ...] = (
    *(None, False, "", 0, {}, [], "1 of 2 failed", {"message": "1 of 2 pictures failed"}),
    *({"message": None, "code": None}, {"code": 0, "message": "ok"}, {"message": {"a": ["b"]}}),
    *({"code": "moderation_blocked", "message": "One was blocked"}, [{"message": "x"}], 5, True),
    *({"message": "\ud83d\x00" * 200, "code": 10**30, "type": ["x"]}, {"code": float("nan")}),
)
MOVES: dict[str, Callable[[Any], Any]] = {  # where the entries stand
    "one object": lambda it: {**it, "data": it["data"][0]},
    "a list at the top": lambda it: it["data"],
    "images": lambda it: {**_rest(it), "images": it["data"]},
    "output": lambda it: {**_rest(it), "output": it["data"]},
    "results": lambda it: {**_rest(it), "results": it["data"]},
    "an entry at the top": lambda it: {**_rest(it), **it["data"][0]},
    "data in data": lambda it: {"data": it},
    "result": lambda it: {"success": True, "errors": [], "messages": [], "result": it},
    "response": lambda it: {"status": "COMPLETED", "response": it},
    "a list in a list": lambda it: {**it, "data": [it["data"]]},
    "an object by number": lambda it: {**it, "data": {"0": it["data"][0]}},
    "the whole in a list": lambda it: [it],
    "a chat": lambda it: {
        "choices": [{"message": {"role": "assistant", "content": "", "images": it["data"]}}],
        "usage": it.get("usage"),
    },
    "a chat's parts": lambda it: {"choices": [{"message": {"content": it["data"]}}]},
    "a list of outputs": lambda it: {"output": [{"type": "message", "content": it["data"]}]},
}


def moved(body: Any, name: str) -> Any:
    """The entries in another place; streams' events stay as they are."""
    is_usual = isinstance(body, dict) and isinstance(body.get("data"), list) and body["data"]
    return MOVES[name](copy.deepcopy(body)) if is_usual else body


def _rest(body: Any) -> Any:
    return {name: value for name, value in body.items() if name != "data"}
