"""Pictures in places nobody knows: only what is beyond doubt a picture, when all else found none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generations.providers.answers.picture_text import picture
from generations.providers.decoding.json_decoding import values
from generations.providers.types import RawImage

_LEAST = 40  # characters; a shorter text holds no picture
_MOST = 20_000  # values that are looked at
_MOST_PICTURES = 50
_GIVEN = re.compile(
    r"(?i)input|prompt|request|mask|reference|init|partial|preview|thumb|logo|icon|error|detail"
)
_PACKED = re.compile(r'"(data:[^"\\]{40,}|(?:[A-Za-z0-9+/_=-]|\\[/nr]){40,})"', re.IGNORECASE)


def anywhere(value: object) -> list[RawImage]:
    """Pictures in any text of a JSON value; what a request held and previews are left out."""
    found = (picture(text) for text in _texts(value) if len(text) >= _LEAST)
    return _each_once(image for image in found if image and image.data)


def among(text: str) -> list[RawImage]:
    """Pictures in a text that should have been JSON but is broken somewhere."""
    if "partial_image" in text:
        return []
    found = (picture(hit.group(1)) for hit in _PACKED.finditer(text))
    return _each_once(image for image in found if image and image.data)


def nests(value: object) -> Iterator[tuple[str, object]]:
    """All objects and lists that stand under a name, breadth first."""
    left, seen = [value], 0
    while left and seen < _MOST:
        now = left.pop(0)
        seen += 1
        if isinstance(now, Mapping):
            named = [(str(name), it) for name, it in now.items() if not _GIVEN.search(str(name))]
            inner = [(name, it) for name, it in named if isinstance(it, Mapping | list)]
            yield from inner
            left += [it for _, it in inner]
        elif isinstance(now, list):
            left += [it for it in now[:_MOST] if isinstance(it, Mapping | list)]


def _texts(value: object) -> Iterator[str]:
    """All texts, breadth first; JSON that was put into a text is opened."""
    left, seen = [value], 0
    while left and seen < _MOST:
        now = left.pop(0)
        seen += 1
        if isinstance(now, str):
            yield now
            if now[:1] in ("{", "["):
                left += values(now)
        elif isinstance(now, Mapping):
            left += [it for name, it in now.items() if not _GIVEN.search(str(name))]
        elif isinstance(now, list):
            left += now[:_MOST]


def _each_once(images: Iterator[RawImage]) -> list[RawImage]:
    kept: dict[bytes | None, RawImage] = {}
    for image in images:
        kept.setdefault(image.data, image)
        if len(kept) >= _MOST_PICTURES:
            break
    return list(kept.values())
