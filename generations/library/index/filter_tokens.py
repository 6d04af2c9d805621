"""What can be filtered, as short tokens beside a picture's words: letters and digits only.

A number stands there once for each power of ten, so that "more than" is some forty tokens at most.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

LEVELS = 5  # numbers up to 99,999; more counts as that
MOST = 10**LEVELS - 1
TEAM = "t"
HIDDEN = "z"  # private to whomever


def private_to(user_id: int) -> str:
    return f"x{user_id}"


def owned_by(user_id: int) -> str:
    return f"o{user_id}"


def liked_by(user_id: int) -> str:
    return f"f{user_id}"


def tagged(tag_id: int) -> str:
    return f"g{tag_id}"


def collected(collection_id: int) -> str:
    return f"k{collection_id}"


def shaped(shape: str) -> str:
    return f"a{shape}"


def from_provider(slug: str) -> str:
    return f"p{_digest(slug)}"


def by_model(model: str) -> str:
    return f"m{_digest(model)}"


def prompted(digest: str) -> str:
    return f"h{digest}"


def seeded(seed: str) -> str:
    return f"s{_digest(seed)}"


def edge(pixels: int) -> list[str]:
    """The longer edge."""
    return _levels("e", pixels)


def edges(least: int, most: int) -> list[str]:
    return list(_cover("e", least, most))


def cost(usd: Decimal) -> list[str]:
    return _levels("c", mills(usd))


def costs(least: int, most: int) -> list[str]:
    """Costs between two numbers of mills, both included."""
    return list(_cover("c", least, most))


def mills(usd: Decimal) -> int:
    """Tenths of a cent, which is what is shown: $0.042 is 42."""
    return int((usd * 1000).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _digest(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=6).hexdigest()


def _levels(kind: str, number: int) -> list[str]:
    number = min(max(0, number), MOST)
    return [f"{kind}{level}x{number // 10**level}" for level in range(LEVELS)]


def _cover(kind: str, least: int, most: int) -> Iterator[str]:
    """The fewest tokens that hold every number from `least` to `most`."""
    least, most = min(max(0, least), MOST), min(most, MOST)
    for level in range(LEVELS - 1):
        while least % 10 and least <= most:
            yield f"{kind}{level}x{least}"
            least += 1
        while most % 10 != 9 and least <= most:
            yield f"{kind}{level}x{most}"
            most -= 1
        if least > most:
            return
        least, most = least // 10, most // 10
    yield from (f"{kind}{LEVELS - 1}x{digit}" for digit in range(least, most + 1))
