"""FastRouter's own copies of a job's pictures, beside the maker's addresses.

Each copy is one more address of a picture, not a picture more. Source: providers.md 1.6.
"""

from __future__ import annotations

from dataclasses import replace

from generations.providers.answers.answer_contents import Contents
from generations.providers.answers.delivered_pictures import Found
from generations.providers.answers.picture_text import address
from generations.providers.decoding.lenient_values import Json, strings, table, words
from generations.providers.types import RawImage


def with_assets(contents: Contents) -> Contents:
    """The contents with the router's copies preferred, and the other addresses as spares.

    Copies expire later than the maker's addresses; where they are dead, those still serve.
    """
    copies = _copies(contents.body)
    if not copies:
        return replace(contents, found=_without_empty(contents.found))
    listed = contents.found.images
    if len(listed) > len(copies) or any(image.data for image in listed):
        images = tuple(
            _with(image, copies[index : index + 1]) for index, image in enumerate(listed)
        )
    else:
        images = tuple(
            _led_by(copy, listed[index] if index < len(listed) else None)
            for index, copy in enumerate(copies)
        )
    return replace(contents, found=replace(_without_empty(contents.found), images=images))


def _copies(body: Json) -> list[str]:
    assets = table(body, "fastrouter_assets")
    if words(assets.get("status")).lower() not in ("ready", ""):
        return []
    return [link for link in map(address, strings(assets.get("urls"))) if link]


def _without_empty(found: Found) -> Found:
    """A job just taken lists entries that hold no picture yet: none is missing."""
    return replace(found, empty=0)


def _with(image: RawImage, copies: list[str]) -> RawImage:
    return replace(image, spares=(*image.spares, *copies))


def _led_by(copy: str, image: RawImage | None) -> RawImage:
    if image is None:
        return RawImage(url=copy)
    others = tuple(link for link in (image.url, *image.spares) if link)
    return replace(image, url=copy, spares=others)
