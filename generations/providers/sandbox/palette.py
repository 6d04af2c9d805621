"""The colours: ramps from dark to light with accents, and the words that ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Colours: TypeAlias = npt.NDArray[np.floating[Any]]
STEPS = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """One family of colours that get on with each other."""

    name: str
    words: frozenset[str]  # words of a prompt that ask for it
    ramp: tuple[str, ...]  # dark to light, hex
    accents: tuple[str, ...]  # few and bright, hex

    def lit(self, t: Colours) -> Colours:
        """The ramp's colour at each t, 0 (dark) to 1 (light)."""
        return shade(self.ramp, t)

    def tone(self, t: float) -> Colours:
        """One colour of the ramp."""
        return shade(self.ramp, np.array([t], np.float32))[0]  # type: ignore[no-any-return]

    def accent(self, place: int) -> Colours:
        return colour(self.accents[place % len(self.accents)])

    @property
    def dark(self) -> Colours:
        return colour(self.ramp[0])

    @property
    def light(self) -> Colours:
        return colour(self.ramp[-1])


def colour(code: str) -> Colours:
    """A hex colour as three numbers from 0 to 1."""
    text = code.lstrip("#")
    return np.array([int(text[i : i + 2], 16) / 255 for i in (0, 2, 4)], dtype=np.float32)


def shade(stops: Sequence[str], t: Colours) -> Colours:
    """The smooth run through `stops`, looked up at each t from 0 to 1."""
    table = _table(stops)
    places = np.clip(t * (STEPS - 1), 0, STEPS - 1).astype(np.int32)
    return table[places]


def _table(stops: Sequence[str]) -> Colours:
    """STEPS colours, mixed in squared light so that middles do not turn muddy."""
    known = np.stack([colour(stop) for stop in stops]) ** 2
    at = np.linspace(0, len(stops) - 1, STEPS)
    mixed = [np.interp(at, np.arange(len(stops)), known[:, band]) for band in range(3)]
    return np.sqrt(np.stack(mixed, axis=-1)).astype(np.float32)


def _palette(name: str, words: str, ramp: str, accents: str) -> Palette:
    return Palette(
        name=name,
        words=frozenset(words.split()),
        ramp=tuple(ramp.split()),
        accents=tuple(accents.split()),
    )


PALETTES = (
    _palette(
        "mist",
        "mist fog misty foggy calm morning quiet soft grey gray",
        "#16232e #2f4655 #587083 #93a3a8 #d3bfae #f3e2cc",
        "#e9a37c #d9775f #f6d9a8",
    ),
    _palette(
        "ember",
        "red fire ember lava hot warm autumn rust blood crimson",
        "#1c0710 #4a0f20 #8f1f2b #d2482f #f08d4f #fbd9a5",
        "#ff5a36 #ffb04f #f7e3c4",
    ),
    _palette(
        "dusk",
        "dusk sunset evening purple violet pink magenta neon twilight",
        "#120b2e #33175c #6f2a7d #c2477f #f2836b #ffd0a1",
        "#ff6f91 #ffc15e #8be0e6",
    ),
    _palette(
        "lagoon",
        "blue sea ocean water lake ice icy cold winter azure pool river",
        "#06182b #0d3b5c #13698a #2fa3b3 #8fd6d0 #eef7ea",
        "#ff8a5b #ffd166 #f4f1de",
    ),
    _palette(
        "moss",
        "green forest moss jungle leaf leaves spring garden tree trees nature",
        "#0b1a14 #173a2b #2f6144 #6b9060 #b7c58b #f1edcb",
        "#e07a3f #f2c14e #c8d96f",
    ),
    _palette(
        "sand",
        "gold golden sand desert yellow dune dunes wheat summer honey sahara",
        "#2b1420 #5c2b35 #a3553e #d98a4c #f0bd74 #fbe7bd",
        "#e4572e #2e7f8f #f5d491",
    ),
    _palette(
        "night",
        "night midnight dark black moon stars star starry space cosmos",
        "#05070f #0c1730 #1b2f5b #3c5490 #8795c4 #e3e4f2",
        "#ffd98a #7fe0d2 #e98ac0",
    ),
    _palette(
        "poster",
        "poster bauhaus retro modern print pop bold colourful colorful geometry",
        "#14202e #1d4e89 #2a9d8f #e9b825 #ef8354 #f4ecd8",
        "#d7402b #1d4e89 #efb126",
    ),
    _palette(
        "clay",
        "brown clay terracotta earth pottery orange coral peach canyon",
        "#2a1a1f #5e2f33 #a5503f #d98465 #efb897 #f8e8d6",
        "#2f6f73 #f0a04b #f7ead7",
    ),
    _palette(
        "orchid",
        "flower rose orchid blossom love lilac lavender dahlia candy",
        "#1d0d24 #52163f #9c2464 #dd5a8b #f4a3b4 #fdeadf",
        "#f7b538 #7b5ea7 #ffe3d8",
    ),
    _palette(
        "teal",
        "teal turquoise jade emerald marble mint cyan tropical",
        "#07211f #0c4a47 #17807a #5fb8a3 #cfdcbc #f9f0df",
        "#d98842 #b8512f #f3d9a4",
    ),
    _palette(
        "ink",
        "ink white monochrome pencil minimal minimalist charcoal silver snow chrome",
        "#0e1116 #2a313b #555e6b #8f979f #c9cbc9 #f5f2ea",
        "#d8412f #e2b33d #27507a",
    ),
)
