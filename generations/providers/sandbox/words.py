"""What the words of a prompt ask for: a scene and a palette; otherwise its hash decides."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from generations.providers.sandbox.palette import PALETTES, Palette

SCENE_WORDS: Mapping[str, str] = {
    "ridges": "mountain mountains ridge ridges peak peaks hill hills alps valley mist fog summit",
    "dunes": "desert dune dunes sand sahara camel oasis",
    "halftone": "sun sunrise halftone riso risograph print poster japan retro",
    "bauhaus": "bauhaus tile tiles geometric geometry grid pattern shapes abstract mosaic",
    "flow": "flow wind hair feather feathers current lines grass wheat motion",
    "marble": "marble marbled stone agate swirl fluid paint",
    "silk": "silk cloth fabric satin velvet dress folds curtain",
    "papercut": "paper papercut canyon cave layers layered hole well",
    "planet": "planet planets saturn jupiter space ring ringed galaxy cosmos orbit moon world",
    "contour": "map island islands contour terrain aerial above land topographic",
    "skyline": "city skyline town tower towers building buildings street urban tokyo york",
    "flower": "flower flowers dahlia rose blossom petal petals bouquet garden lotus tulip",
    "sea": "sea ocean sunset beach wave waves water harbour harbor ship boat coast",
    "aurora": "aurora northern lights lake night arctic iceland stars",
    "forest": "forest wood woods tree trees pine pines fir firs conifer jungle",
    "chrome": "chrome liquid metal glass mercury blob drop drops sculpture robot",
    "ink": "ink smoke cloud clouds watercolour watercolor dream spirit ghost",
}
SUITS: Mapping[str, tuple[str, ...]] = {
    "ridges": ("mist", "ember", "dusk", "lagoon", "clay", "teal", "night", "orchid"),
    "dunes": ("sand", "clay", "ember", "dusk"),
    "halftone": ("poster", "lagoon", "dusk", "teal", "sand", "ember"),
    "bauhaus": ("poster", "clay", "teal", "lagoon", "dusk", "ink", "sand"),
    "flow": ("poster", "ember", "teal", "lagoon", "dusk", "moss", "ink", "clay"),
    "marble": ("teal", "ink", "clay", "lagoon", "ember", "night", "orchid"),
    "silk": ("ember", "orchid", "teal", "night", "dusk", "lagoon", "sand"),
    "papercut": ("ember", "dusk", "lagoon", "teal", "clay", "orchid", "moss"),
    "planet": ("clay", "sand", "ember", "lagoon", "dusk", "teal", "orchid"),
    "contour": ("moss", "clay", "sand", "mist", "ember", "moss"),
    "skyline": ("dusk", "ember", "lagoon", "night", "orchid", "mist"),
    "flower": ("orchid", "ember", "dusk", "lagoon", "sand", "teal"),
    "sea": ("lagoon", "dusk", "mist", "night", "ember"),
    "aurora": ("night", "lagoon", "teal", "dusk"),
    "forest": ("moss", "mist", "teal", "lagoon", "ink"),
    "chrome": ("dusk", "lagoon", "ember", "ink", "orchid", "night"),
    "ink": ("lagoon", "night", "orchid", "ember", "teal", "ink"),
}
# Words that choose a scene only where no thing is named: "city at night" is a city.
MOODS = "night sunset sunrise sun stars mist fog wind cloud clouds water paper poster retro dream"

# A colour named outright outweighs what other words suggest.
COLOUR_NAMES = (
    "red blue green yellow gold golden brown orange purple violet pink magenta teal turquoise "
    "grey gray white black monochrome silver mint azure lilac"
)
ANY_RAMP = frozenset({"bauhaus", "halftone", "flow"})  # where "poster", no even ramp, looks well


def choose(prompt: str, seed: int) -> tuple[str, Palette]:
    """The scene and palette of a picture: the same for the same prompt and seed."""
    words = re.findall(r"[a-z]+", prompt.lower())
    luck = number(prompt)
    scene = _scene(words) or sorted(SCENE_WORDS)[luck % len(SCENE_WORDS)]
    return scene, _palette(words, scene, number(f"{prompt}/{seed}"))


def number(text: str) -> int:
    """A large whole number that depends on every letter."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _scene(words: Sequence[str]) -> str | None:
    """The scene named most often, things before moods; the one named first when they tie."""
    moods = set(MOODS.split())
    things = [word for word in words if word not in moods]
    found = _named(things) or _named(words)
    return max(found, key=found.count) if found else None


def _named(words: Sequence[str]) -> list[str]:
    return [name for word in words for name, known in SCENE_WORDS.items() if word in known.split()]


def _palette(words: Sequence[str], scene: str, luck: int) -> Palette:
    """The palette the words name and the scene can wear, otherwise one that suits the scene."""
    asked = set(words) & set(COLOUR_NAMES.split()) or set(words)
    wanted = [palette for palette in PALETTES if palette.words & asked]
    wearable = [one for one in wanted if one.name != "poster" or scene in ANY_RAMP]
    suits = [palette for palette in PALETTES if palette.name in SUITS[scene]]
    both = [palette for palette in wearable if palette in suits]
    choice = both or wearable or suits
    return choice[luck % len(choice)]
