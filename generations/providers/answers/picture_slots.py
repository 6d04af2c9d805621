"""Where pictures stand in an answer's JSON: `data`, and the other usual places.

Each slot is judged alone: a picture, an error in its place, something unreadable, or nothing.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generations.providers.answers.picture_text import (
    address,
    packed,
    picture,
    pictures_among,
)
from generations.providers.answers.pictures_in_unknown_places import anywhere, nests
from generations.providers.decoding.lenient_values import Json, items, table, words
from generations.providers.decoding.looks_like_picture import is_picture
from generations.providers.decoding.sanitize import clean_text
from generations.providers.types import RawImage

_BASE64 = (
    *("b64_json", "b64", "base64", "image_base64", "image_b64", "b64_image", "base64_image"),
    *("bytesBase64Encoded", "imageBytes", "image_bytes", "image_data"),
)
_ADDRESSES = ("url", "image_url", "imageUrl", "imageURL", "uri", "image_uri", "download_url", "src")
_EITHER = ("image", "result", "output", "data")  # base64 or an address, where it is a text
_PLACES = (
    *("data", "images", "image", "output", "outputs", "result", "results", "generations"),
    *("artifacts", "predictions", "choices", "candidates", "message", "delta", "content"),
    *("parts", "response", "image_url", "inlineData", "inline_data", "item", "files", "urls"),
    *("url", "image_urls", "imageUrls", *_BASE64),
)
_LEAST_LISTED = ("data", "images")  # an entry of these that holds nothing is a picture missed
_LISTS_OF_ADDRESSES = ("urls", "url", "image_url", "image_urls", "imageUrls")
_IMAGES = re.compile(r"(?i)image|picture|photo")
_DEEPEST = 8
_LONGEST_REVISED = 20_000  # characters
_WAITING = {"pending", "queued", "processing", "in_progress", "running", "starting", "submitted"}
_DESCRIBING = ("output_format", "media_type", "background")  # said of a picture that is there
_FINE = {"", "0", "200", "ok", "success"}  # codes that are no error's


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One place for a picture. At most one of the first two is set."""

    image: RawImage | None = None
    error: Json | None = None  # an entry that tells an error instead
    claims: bool = False  # it says that it holds a picture, which cannot be read


def slots_of(body: object) -> list[Slot]:
    """The slots of an answer, from the first of the usual places that holds a picture."""
    found = _slots(body, "", 0)
    images = [slot.image for slot in found if slot.image]
    if any(is_picture(image.data) for image in images if image.data):
        return found
    rescued = anywhere(body)
    if not images:
        return [Slot(image=image) for image in rescued] or _named(body) or found
    return [_rather(slot, rescued) if slot.image and rescued else slot for slot in found]


def _named(body: object) -> list[Slot]:
    """Pictures under any name that speaks of pictures, wherever that stands."""
    for name, value in nests(body):
        found = _slots(value, name, 1) if _IMAGES.search(name) else []
        if any(slot.image for slot in found):
            return found
    return []


def _rather(slot: Slot, rescued: list[RawImage]) -> Slot:
    """With a picture that stands where nobody looks for one: in place of bytes that seem none,
    as a spare of an address, which may be dead."""
    sure = rescued.pop(0)
    if slot.image is None or slot.image.data:
        return Slot(image=sure)
    spare = f"data:;base64,{b64encode(sure.data or b'').decode()}"
    return replace(slot, image=replace(slot.image, spares=(*slot.image.spares, spare)))


def _slots(value: object, place: str, depth: int) -> list[Slot]:
    if depth > _DEEPEST:
        return []
    if isinstance(value, str):
        return _of_text(value, place)
    if isinstance(value, Mapping) and value and all(str(name).isdigit() for name in value):
        value = list(value.values())
    if isinstance(value, list):
        return [slot for item in value for slot in _of_item(item, place, depth)]
    return _of_object(value, depth) if isinstance(value, Mapping) else []


def _of_text(text: str, place: str) -> list[Slot]:
    image = picture(text)
    if image:
        return [Slot(image=image)]
    if place in ("content", "text"):
        return [Slot(image=found) for found in pictures_among(text)]
    return []


def _of_item(item: object, place: str, depth: int) -> list[Slot]:
    found = _slots(item, place, depth + 1)
    if found or place not in (*_LEAST_LISTED, *_LISTS_OF_ADDRESSES):
        return found
    if isinstance(item, str):
        link = address(item)
        return [Slot(image=RawImage(url=link)) if link else Slot(claims=bool(item.strip()))]
    return [Slot(error=_error(table(item)))]


def _of_object(entry: Json, depth: int) -> list[Slot]:
    own = _own(entry, is_whole_answer=depth == 0)
    if own and own.image and (depth or own.image.data) and _is_sure(own.image):
        return [own]
    missed: list[Slot] = [own] if own else []
    for place in _PLACES:
        found = _slots(entry[place], place, depth + 1) if _is_there(entry, place) else []
        if any(slot.image for slot in found):
            return [_with_words(slot, entry) for slot in found]
        missed = missed or found
    if own and own.image:
        return [own]
    text = entry.get("text")
    return missed or (_of_text(text, "text") if isinstance(text, str) else [])


def _is_sure(image: RawImage) -> bool:
    """Bytes without a picture's signature may be one, if nothing better is found."""
    return image.data is None or is_picture(image.data)


def _is_there(entry: Json, place: str) -> bool:
    """It is in the object; a text alone was judged with the object itself."""
    is_own = place in _ADDRESSES or place in _BASE64
    return place in entry and not (is_own and isinstance(entry[place], str))


def _own(entry: Json, *, is_whole_answer: bool) -> Slot | None:
    """The picture that stands in the object itself; None where it does not speak of one."""
    names: tuple[str, ...] = _ADDRESSES
    if is_whole_answer and _tells_something_else(entry):
        names = tuple(name for name in names if "image" in name and not _is_waiting(entry))
        if not _texts(entry, names):
            return None
    packs = [packed(text) for text in _texts(entry, _BASE64)]
    either = [picture(text) for text in _texts(entry, _EITHER)]
    links = [address(text) for text in (*_texts(entry, names), *_texts(entry, _BASE64))]
    data = [it for it in packs if it] + [it.data for it in either if it and it.data]
    data += [it for it in map(_unlabelled, _texts(entry, _ADDRESSES)) if it]
    data.sort(key=lambda it: not is_picture(it))
    urls = [link for link in links if link] + [it.url for it in either if it and it.url]
    if urls:
        urls += [link for link in map(address, _listed(entry)) if link]
    if data and (is_picture(data[0]) or not urls):
        return Slot(image=_image(entry, data=data[0]))
    if urls:
        return Slot(image=_image(entry, url=urls[0], spares=tuple(dict.fromkeys(urls[1:]))))
    claims = any(text.strip() for text in (*_texts(entry, _BASE64), *_texts(entry, _ADDRESSES)))
    error = None if is_whole_answer else _error(entry)
    return Slot(error=error, claims=claims) if claims or error else None


def _unlabelled(text: str) -> bytes | None:
    """Base64 of a picture where an address should stand."""
    found = picture(text) if not address(text) or len(text) > 1000 else None
    return found.data if found else None


def _tells_something_else(entry: Json) -> bool:
    """A whole answer whose `url` leads to words about an error, or to where to ask again."""
    if words(entry.get("type")).endswith(".completed") or any(map(entry.get, _DESCRIBING)):
        return False
    has_base64 = any(isinstance(entry.get(name), str) for name in _BASE64)
    tells_error = bool(entry.get("error") or entry.get("errors"))
    return not has_base64 and (tells_error or _is_waiting(entry))


def _is_waiting(entry: Json) -> bool:
    return words(entry.get("status")).lower() in _WAITING


def _listed(entry: Json) -> list[str]:
    """Addresses that stand in a list where one alone is usual."""
    lists = (items(entry.get(name)) for name in _ADDRESSES)
    return [text for values in lists for text in values[:20] if isinstance(text, str)]


def _texts(entry: Json, names: Iterable[str]) -> list[str]:
    return [text for text in (entry.get(name) for name in names) if isinstance(text, str)]


def _image(
    entry: Json, *, data: bytes | None = None, url: str | None = None, spares: tuple[str, ...] = ()
) -> RawImage:
    return RawImage(
        data=data,
        url=url,
        spares=spares,
        media_type=clean_text(words(entry.get("media_type")), 100),
        revised_prompt=clean_text(words(entry.get("revised_prompt")), _LONGEST_REVISED),
    )


def _with_words(slot: Slot, entry: Json) -> Slot:
    """A picture deeper in an entry has the entry's words, where it has none of its own."""
    revised = clean_text(words(entry.get("revised_prompt")), _LONGEST_REVISED)
    if slot.image is None or slot.image.revised_prompt or not revised:
        return slot
    return replace(slot, image=replace(slot.image, revised_prompt=revised))


def _error(entry: Json) -> Json | None:
    """The entry, if it tells an error."""
    if entry.get("error") or entry.get("errors"):
        return entry
    if words(entry.get("type")) == "error" or words(entry.get("status")) in ("failed", "error"):
        return entry
    code = words(entry.get("code")).lower()
    return entry if entry.get("message") and code not in _FINE else None
