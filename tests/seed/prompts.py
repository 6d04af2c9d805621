"""Prompts from a small grammar: different enough to search, the same for the same number."""

from __future__ import annotations

import random

SUBJECTS = (
    "a paper boat",
    "a lighthouse",
    "an old tram",
    "a greenhouse full of ferns",
    "a bowl of lemons",
    "a heron at the lake",
    "a wooden radio",
    "three red kites",
    "a library at night",
    "a mountain hut",
    "a bicycle by a blue door",
    "a market in the rain",
)
PLACES = (
    "in morning fog",
    "under a green sky",
    "beside a harbour",
    "on a white table",
    "above the clouds",
    "at the edge of a forest",
    "after the snow",
    "in a quiet street",
)
STYLES = (
    "watercolour on rough paper",
    "as a woodcut in two colours",
    "35 mm film, soft grain",
    "flat shapes, Bauhaus colours",
    "studio light, shallow depth of field",
    "pencil sketch with ink wash",
    "isometric, pale colours",
)


def prompt(number: int) -> str:
    """One sentence for this number."""
    lot = random.Random(number)
    subject, place, style = (lot.choice(words) for words in (SUBJECTS, PLACES, STYLES))
    return f"{subject[0].upper()}{subject[1:]} {place}, {style}"
