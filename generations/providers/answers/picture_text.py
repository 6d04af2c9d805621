"""A picture given as text: base64, a `data:` address, an address, or a link among words."""

from __future__ import annotations

import re

from generations.providers.decoding.base64_decoding import decoded, is_data_address
from generations.providers.decoding.looks_like_picture import is_picture
from generations.providers.types import RawImage

_LONGEST_ADDRESS = 16_384  # characters
_WEB = re.compile(r"(?:https?:)?//[^\s/]", re.IGNORECASE)
_SUFFIX = r"\.(?:png|jpe?g|webp|gif|avif|svg|bmp|tiff?|jxl|heic|heif|jp2)"
_RELATIVE = re.compile(
    rf"(?:/[^\s/]|\.{{1,2}}/)\S*|[\w%.~-]+(?:/[\w%.~-]+)+(?:\?\S*)?|[\w%.~-]+{_SUFFIX}(?:\?\S*)?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_INLINE = re.compile(r"data:image/[\w.+-]+[^,\s\"')]*;base64,[A-Za-z0-9+/=_-]+", re.IGNORECASE)
_LINK = re.compile(
    rf"!\[[^\]]*\]\(\s*<?(https?://[^\s)>]+)|(https?://[^\s\"'<>)\]]+{_SUFFIX}(?:\?[^\s\"'<>)\]]*)?)",
    re.IGNORECASE,
)


def packed(text: str) -> bytes | None:
    """The bytes of base64 that was given as such; None when it is an address or broken."""
    if _WEB.match(text[:200].lstrip()) or not text.strip():
        return None
    return decoded(text)


def address(text: str) -> str:
    """An address to fetch, its blanks taken off; empty when the text is none.

    Relative ones are kept as they are: whoever fetches knows what they are relative to.
    """
    if is_data_address(text):
        return text.strip()
    if len(text) > _LONGEST_ADDRESS:
        return ""
    plain = re.sub(r"[\r\n\t]", "", text.strip().strip("<>\"'")).strip()
    if _WEB.match(plain):
        return plain
    if _SCHEME.match(plain) or plain.lower() == "n/a":
        return ""
    return plain if _RELATIVE.fullmatch(plain) else ""


def picture(text: str) -> RawImage | None:
    """The picture that a text is, where that is beyond doubt."""
    if _WEB.match(text[:200].lstrip()):
        return RawImage(url=address(text)) if address(text) else None
    data = decoded(text) if len(text) > 32 or is_data_address(text) else None
    return RawImage(data=data) if data and is_picture(data) else None


def pictures_among(words: str) -> list[RawImage]:
    """Pictures within a text that people would read: inline ones, else links to pictures."""
    inline = [picture(found.group()) for found in _INLINE.finditer(words)]
    kept = [image for image in inline if image]
    if kept:
        return kept
    links = (found.group(1) or found.group(2) for found in _LINK.finditer(words[:200_000]))
    return [RawImage(url=link) for link in dict.fromkeys(links)]
