"""Takes keys and tokens out of words that routers send and people will read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from generations.providers.decoding.sanitize import clean_text
from generations.providers.errors import ProviderError
from generations.providers.types import Delivery, RawImage

_SECRETS = re.compile(
    r"(?i:bearer)\s+[^\s\"',;]+"  # Bearer anything
    r"|(?<![A-Za-z0-9])sk-[A-Za-z0-9_\-*.]{3,}"  # FastRouter, OpenRouter, OpenAI
    r"|(?<![A-Za-z0-9])[A-Za-z0-9_\-]{64,}"  # ImageRouter: exactly 64; longer ones are base64
)
_LONGEST = 1000  # code points of a router's message worth keeping
_PLAIN_KEY = 8  # signs; a shorter key is taken out only where it stands as a word of its own
_GONE = "[key]"


def redacted(text: str, *, key: str = "") -> str:
    """A message without secrets, at most 1000 characters. `key` itself goes wherever it is."""
    plain = without_key(clean_text(text, _LONGEST * 4 + len(key) * 6), key)
    return _SECRETS.sub(_GONE, plain[: _LONGEST * 4]).strip()[:_LONGEST]


def without_key(text: str, key: str) -> str:
    """Content without this one key, nothing else changed and nothing cut.

    Its percent-encoded and JSON-escaped forms go, too.
    """
    if not key:
        return text
    for form in _forms(key):
        if len(key) >= _PLAIN_KEY:
            text = text.replace(form, _GONE)
        elif form in text:
            text = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", lambda _: _GONE, text)
    return text


def delivery_without_key(delivery: Delivery, key: str) -> Delivery:
    """The delivery with the key taken out of every word it brings; pictures stay as they are."""
    if not key:
        return delivery
    return replace(
        delivery,
        images=tuple(_image(image, key) for image in delivery.images),
        said=without_key(delivery.said, key),
        cost=replace(delivery.cost, told=without_key(delivery.cost.told, key)),
        applied={
            without_key(name, key): without_key(value, key)
            for name, value in delivery.applied.items()
        },
        details={
            without_key(name, key): _value(value, key) for name, value in delivery.details.items()
        },
    )


def error_without_key(error: ProviderError, key: str) -> ProviderError:
    """The same error, all its words free of this key."""
    error.message = redacted(error.message, key=key)
    error.provider_code = redacted(error.provider_code, key=key)
    error.cost_told = without_key(error.cost_told, key)
    error.args = (error.message,)
    return error


def _forms(key: str) -> list[str]:
    """The spellings of a key, longest first."""
    escaped = json.dumps(key)[1:-1]
    forms = {key, quote(key, safe=""), quote(key), escaped, escaped.replace("/", "\\/")}
    forms |= {re.sub("%[0-9A-F]{2}", lambda code: code.group().lower(), form) for form in forms}
    return sorted(forms, key=len, reverse=True)


def _image(image: RawImage, key: str) -> RawImage:
    return replace(
        image,
        revised_prompt=without_key(image.revised_prompt, key),
        media_type=without_key(image.media_type, key),
    )


def _value(value: object, key: str) -> object:
    if isinstance(value, str):
        return without_key(value, key)
    if isinstance(value, Mapping):
        return {without_key(str(name), key): _value(item, key) for name, item in value.items()}
    return [_value(item, key) for item in value] if isinstance(value, list) else value
