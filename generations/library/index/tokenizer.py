"""Text to words: lower case, accents folded; scripts without spaces as overlapping pairs of letters.

桜の木 becomes 桜の, の木, 木: any part of it is then a row of neighbouring words (or one's beginning).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

_PLAIN = re.compile(r"[a-z0-9]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
LONGEST = 100  # letters of one word
BREAK = "¶"  # stands between two texts, so that no phrase reaches from one into the other
_SPACELESS = (  # first and last code point
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7AF),  # Hangul: particles stick to the word
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


def fold(text: str) -> str:
    """Lower case without accents: `Café` and `CAFE` are the same."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFKC", _ACCENTS.sub("", apart))


def digest(prompt: str) -> str:
    """The same for prompts that differ in white space only; nothing for one without words."""
    plain = " ".join(prompt.split())
    return hashlib.blake2s(plain.encode(), digest_size=10).hexdigest() if plain else ""


def words_of(text: str) -> list[str]:
    """The words of a text in order, as the index keeps them."""
    return [
        word for part in parts_of(text) for word in (pairs(part) if is_spaceless(part) else [part])
    ]


def parts_of(text: str) -> list[str]:
    """Runs of letters and digits; a change between scripts with and without spaces ends a run."""
    folded = fold(text)
    if folded.isascii():
        return [word[:LONGEST] for word in _PLAIN.findall(folded)]
    parts: list[str] = []
    last = ""  # kind of the letter before: "", "spaced" or "spaceless"
    for letter in folded:
        kind = _kind(letter)
        if kind and kind == last:
            parts[-1] += letter
        elif kind:
            parts.append(letter)
        last = kind
    return [part[:LONGEST] if not is_spaceless(part) else part for part in parts]


def signs_of(text: str) -> str:
    """What of a text the index does not keep, each sign once: `100% C++` has `%+`."""
    return "".join(dict.fromkeys(one for one in fold(text) if not _kind(one) and not one.isspace()))


def pairs(part: str) -> list[str]:
    """Every two neighbouring letters, and the last one alone."""
    return [*(part[at : at + 2] for at in range(len(part) - 1)), part[-1]]


def is_spaceless(part: str) -> bool:
    point = ord(part[0])
    return point > 0xDFF and any(first <= point <= last for first, last in _SPACELESS)


def _kind(letter: str) -> str:
    if not letter.isalnum() and unicodedata.category(letter)[0] != "M":
        return ""
    return "spaceless" if is_spaceless(letter) else "spaced"
