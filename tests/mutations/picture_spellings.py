"""The ways in which a picture stands in an answer: base64 however spelled, or an address."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from tests.mutations.odd_values import Pairs


class Kept(str):
    """The text that is the picture: mutations go around it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A picture, and where it may be fetched: `origin` + `path`."""

    data: bytes
    origin: str
    path: str

    @property
    def packed(self) -> str:
        return base64.b64encode(self.data).decode()

    @property
    def host(self) -> str:
        return self.origin.removeprefix("http://")

    def lines(self, end: str) -> str:
        return end.join(self.packed[at : at + 76] for at in range(0, len(self.packed), 76))

    def inline(self, media: str = "image/png") -> str:
        return f"data:{media};base64,{self.packed}"


INLINE: dict[str, Callable[[Given], dict[str, object]]] = {
    "b64_json": lambda it: {"b64_json": it.packed},
    "no padding": lambda it: {"b64_json": it.packed.rstrip("=")},
    "too much padding": lambda it: {"b64_json": it.packed + "==="},
    "url-safe": lambda it: {"b64_json": it.packed.replace("+", "-").replace("/", "_")},
    "lines": lambda it: {"b64_json": it.lines("\r\n") + "\n"},
    "blanks": lambda it: {"b64_json": f"  {it.lines(' ')} "},
    "data in b64": lambda it: {"b64_json": it.inline()},
    "DATA in b64": lambda it: {"b64_json": f"DATA:image/JPEG;BASE64,{it.packed}"},
    "no type in data": lambda it: {"b64_json": f"data:;base64,{it.packed}"},
    "odd type in data": lambda it: {"url": it.inline("image/*;charset=utf-8;name=a.png")},
    "data in url": lambda it: {"url": it.inline()},
    "data percent": lambda it: {"url": f"data:image/png;base64,{quote(it.packed, safe='')}"},
    "data of bytes": lambda it: {"url": f"data:image/png,{quote(it.data)}"},
    "base64 in url": lambda it: {"url": it.packed},
    "both": lambda it: {"b64_json": it.packed, "url": f"{it.origin}/nothing/here.png"},
    "url null beside": lambda it: {"url": None, "b64_json": it.packed},
    "url empty beside": lambda it: {"url": "", "b64_json": it.packed},
    "b64 empty beside": lambda it: {"b64_json": "", "url": it.inline()},
    "quoted": lambda it: {"b64_json": f'"{it.packed}"'},
    "image": lambda it: {"image": it.packed},
    "base64": lambda it: {"base64": it.packed},
    "image_base64": lambda it: {"image_base64": it.packed},
    "bytesBase64Encoded": lambda it: {"bytesBase64Encoded": it.packed, "mimeType": "image/png"},
    "inlineData": lambda it: {"inlineData": {"data": it.packed, "mimeType": "image/png"}},
    "image_url object": lambda it: {"image_url": {"url": it.inline(), "detail": "auto"}},
    "image_url text": lambda it: {"type": "image_url", "image_url": it.inline()},
    "b64 as a list": lambda it: {"b64_json": [it.packed]},
    "b64 in an object": lambda it: {"b64_json": {"data": it.packed}},
    "a name nobody knows": lambda it: {"pixels": it.packed},
    "JSON in a text": lambda it: {"result": json.dumps({"b64_json": it.packed})},
}
FETCHED: dict[str, Callable[[Given], dict[str, object]]] = {
    "url": lambda it: {"url": it.origin + it.path},
    "url and null": lambda it: {"b64_json": None, "url": it.origin + it.path},
    "url and empty": lambda it: {"b64_json": "", "url": it.origin + it.path},
    "HTTP": lambda it: {"url": f"HTTP://{it.host}{it.path}"},
    "blanks around": lambda it: {"url": f"  {it.origin}{it.path}\n"},
    "relative": lambda it: {"url": it.path},
    "without scheme": lambda it: {"url": f"//{it.host}{it.path}"},
    "in b64": lambda it: {"b64_json": it.origin + it.path},
    "image_url": lambda it: {"image_url": it.origin + it.path},
    "in an object": lambda it: {"image_url": {"url": it.origin + it.path}},
    "uri": lambda it: {"uri": it.origin + it.path},
    "as a list": lambda it: {"url": [it.origin + it.path]},
    "in angles": lambda it: {"url": f"<{it.origin}{it.path}>"},
    "with a fragment": lambda it: {"url": f"{it.origin}{it.path}#page=1"},
    "with a query": lambda it: {"url": f"{it.origin}{it.path}?sig=a%2Fb&e=1"},
    "dead base64 beside": lambda it: {"b64_json": "@@@", "url": it.origin + it.path},
}
SPELLINGS = {**INLINE, **FETCHED}


def entry(name: str, given: Given) -> dict[str, object]:
    """The entry with its picture's texts marked."""
    return {key: _marked(value) for key, value in SPELLINGS[name](given).items()}


def _marked(value: object) -> object:
    if isinstance(value, str) and len(value) > 8:
        return Kept(value)
    if isinstance(value, dict):
        return {key: _marked(it) for key, it in value.items()}
    return [_marked(it) for it in value] if isinstance(value, list) else value


def holds(value: object) -> bool:
    """A picture stands in there."""
    if isinstance(value, dict):
        return any(map(holds, value.values()))
    if isinstance(value, Pairs):
        return any(holds(it) for _, it in value.all)
    return any(map(holds, value)) if isinstance(value, list) else isinstance(value, Kept)
