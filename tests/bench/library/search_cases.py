"""The searches that are timed, each with what brute force holds against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple


class Row(NamedTuple):
    """What brute force looks at."""

    id: int
    owner: int
    visibility: str
    prompt: str
    provider: str
    model: str
    edge: int
    shape: str
    cost: float
    seed: str
    day: str


@dataclass
class Known:
    """Relations, read whole."""

    month: str  # YYYY-MM, somewhere in the middle
    me: int
    others: int
    rare: int
    hearts: set[int]
    hero: set[int]
    spring: set[int]


@dataclass
class Case:
    name: str
    q: str
    fits: Callable[[Row, Known], bool]
    ids: list[int] = field(default_factory=list)

    @property
    def is_filtered(self) -> bool:
        """Filters alone, no words."""
        return bool(self.q) and all(":" in piece for piece in self.q.split())


def has(word: str) -> Callable[[Row, Known], bool]:
    return lambda row, _: any(
        each.strip(".,").startswith(word) for each in row.prompt.lower().split()
    )


def both(*tests: Callable[[Row, Known], bool]) -> Callable[[Row, Known], bool]:
    return lambda row, known: all(test(row, known) for test in tests)


CASES = (
    Case("no filter", "", lambda row, _: True),
    Case("person, common", "person:charlie", lambda row, known: row.owner == known.others),
    Case("person, rare", "person:alice", lambda row, known: row.owner == known.rare),
    Case("model", "model:gpt-image-2", lambda row, _: row.model == "gpt-image-2"),
    Case("provider", "provider:openrouter", lambda row, _: row.provider == "openrouter"),
    Case("collection", "collection:spring", lambda row, known: row.id in known.spring),
    Case("tag", "tag:hero", lambda row, known: row.id in known.hero),
    Case("favourites", "is:favourite", lambda row, known: row.id in known.hearts),
    Case("aspect", "aspect:tall", lambda row, _: row.shape == "tall"),
    Case("cost, own", "cost:>0.1", lambda row, known: row.cost > 0.1 and row.owner == known.me),
    Case("size, none", "size:>2k", lambda row, _: row.edge > 2000),
    Case("seed", "seed:777", lambda row, _: row.seed == "777"),
    Case("a month", "date:{month}", lambda row, known: row.day[:7] == known.month),
    Case("after", "after:{month}", lambda row, known: row.day[:7] >= known.month),
    Case("before", "before:{month}", lambda row, known: row.day[:7] < known.month),
    Case("worst pair, empty", "provider:openrouter model:gpt-image-2", lambda row, _: False),
    Case(
        "pair, common",
        "provider:openrouter aspect:wide",
        lambda row, _: row.provider == "openrouter" and row.shape == "wide",
    ),
    Case("word, common", "boat", has("boat")),
    Case("word, rare", "zeppelin", has("zeppelin")),
    Case("word, absent", "submarine", has("submarine")),
    Case("phrase", '"paper boat"', lambda row, _: "paper boat" in row.prompt.lower()),
    Case("two letters", "bo", has("bo")),
    Case(
        "common word, rare person",
        "boat person:alice",
        both(has("boat"), lambda row, known: row.owner == known.rare),
    ),
    Case(
        "rare word, rare person",
        "zeppelin person:alice",
        both(has("zeppelin"), lambda row, known: row.owner == known.rare),
    ),
    Case(
        "three terms",
        "boat watercolour aspect:tall",
        both(has("boat"), has("watercolour"), lambda row, _: row.shape == "tall"),
    ),
    Case(
        "word in a month",
        "boat date:{month}",
        both(has("boat"), lambda row, known: row.day[:7] == known.month),
    ),
)
