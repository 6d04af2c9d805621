"""Pictures out of an answer's list; broken ones are counted, not fatal."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass

from generations.providers.errors import BadDelivery
from generations.providers.loose import Json, items, table, words
from generations.providers.types import RawImage


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an answer held."""

    images: tuple[RawImage, ...] = ()
    unreadable: int = 0

    def or_nothing_came(self, message: str = "The answer holds no picture") -> Found:
        """Itself. Raises BadDelivery when there is not one readable picture."""
        if self.images:
            return self
        if self.unreadable:
            raise BadDelivery("No picture of the answer can be read", code="not_an_image")
        raise BadDelivery(message, code="empty_answer")


def found_in(data: object) -> Found:
    """The pictures of a `data` list, each with `b64_json` or `url`."""
    return found_among(items(data))


def found_among(entries: Iterable[object]) -> Found:
    """The pictures among the entries of an answer."""
    read = [_image(table(entry)) for entry in entries]
    images = tuple(image for image in read if image)
    return Found(images=images, unreadable=len(read) - len(images))


def decoded(text: str) -> bytes | None:
    """The bytes of base64, with or without a `data:` prefix; None when it is broken or empty."""
    if text.startswith("data:"):
        text = text.partition(",")[2]
    packed = "".join(text.split()) if any(space in text for space in "\r\n \t") else text
    try:
        data = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    return data or None


def _image(entry: Json) -> RawImage | None:
    media_type = words(entry.get("media_type"))
    revised = words(entry.get("revised_prompt"))
    data = decoded(words(entry.get("b64_json")))
    url = words(entry.get("url"))
    if data:
        return RawImage(data=data, media_type=media_type, revised_prompt=revised)
    if url.startswith(("http://", "https://", "data:")):
        return RawImage(url=url, media_type=media_type, revised_prompt=revised)
    return None
