"""Takes keys and tokens out of words that routers send and people will read."""

from __future__ import annotations

import re
from dataclasses import replace

from generations.providers.errors import ProviderError
from generations.providers.types import Delivery

_SECRETS = re.compile(
    r"(?i:bearer)\s+[^\s\"',;]+"  # Bearer anything
    r"|(?<![A-Za-z0-9])sk-[A-Za-z0-9_\-*.]{3,}"  # FastRouter, OpenRouter, OpenAI
    r"|(?<![A-Za-z0-9])[A-Za-z0-9_\-]{64,}"  # ImageRouter: exactly 64; longer ones are base64
)
_LONGEST = 1000  # code points of a router's message worth keeping


def redacted(text: str, *, key: str = "") -> str:
    """The text without secrets, at most 1000 characters. `key` itself is removed wherever it is."""
    if len(key) >= 4:
        text = text.replace(key, "[key]")
    return _SECRETS.sub("[key]", text[: _LONGEST * 4]).strip()[:_LONGEST]


def delivery_without_key(delivery: Delivery, key: str) -> Delivery:
    """The delivery, its words free of this key."""
    return replace(
        delivery,
        images=tuple(
            replace(
                image,
                revised_prompt=image.revised_prompt.replace(key, "[key]")
                if key
                else image.revised_prompt,
            )
            for image in delivery.images
        ),
    )


def error_without_key(error: ProviderError, key: str) -> ProviderError:
    """The same error, its words free of this key."""
    error.message = redacted(error.message, key=key)
    error.provider_code = redacted(error.provider_code, key=key)
    return error
