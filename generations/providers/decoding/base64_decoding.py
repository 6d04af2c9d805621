"""Base64 as routers spell it: one lenient reader for all of it."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

_WHITE = " \t\r\n\x0b\x0c\u200b\ufeff\x00"
_HEAD = re.compile(r"\s*data:", re.IGNORECASE)
_LEAD = re.compile(r"\s*(?:(?:[\w.+-]+/[\w.+-]+;)?base64[:,]|b(?=['\"]))\s*", re.IGNORECASE)
_PREFIXES = 3  # one before the other
_URL_SAFE = str.maketrans("-_", "+/")


def decoded(text: str) -> bytes | None:
    """The bytes of base64, with or without a `data:` prefix; None when it is broken or empty.

    Understands the URL-safe alphabet, white space, missing or surplus padding, `%3D`, half a
    prefix (`image/png;base64,`, `base64:`) and Python's `b'…'`.
    """
    if is_data_address(text):
        return data_address(text)
    lead = _LEAD.match(text[:200])
    packed = text[lead.end() :] if lead else text
    if "%" in packed:
        packed = unquote_to_bytes(packed).decode("ascii", "replace")
    if "\\" in packed:
        packed = packed.replace("\\n", "").replace("\\r", "").replace("\\/", "/")
    if any(sign in packed for sign in _WHITE):
        packed = re.sub(f"[{_WHITE}]+", "", packed)
    if "-" in packed or "_" in packed:
        packed = packed.translate(_URL_SAFE)
    packed = packed.strip("\"'").rstrip("=") if packed[-1:] in "=\"'" else packed
    if len(packed) % 4 == 1:  # a sign too many at the end
        packed = packed[:-1]
    try:
        data = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    return data or None


def is_data_address(text: str) -> bool:
    """It begins with `data:`, in letters of any case."""
    return _HEAD.match(text[:200]) is not None


def data_address(address: str) -> bytes | None:
    """The bytes of a `data:` address, base64 or percent-encoded; None when they cannot be read."""
    for _ in range(_PREFIXES):
        head, comma, content = address.partition(",")
        if not is_data_address(content):
            break
        address = content
    if not comma or is_data_address(content):
        return None
    if "base64" in head.lower():
        return decoded(content)
    return unquote_to_bytes(content) or None
