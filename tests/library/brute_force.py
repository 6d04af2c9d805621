"""The same search without an index: every picture, one condition after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from accounts.models import User
from generations.library.index import tokenizer
from generations.models import Picture

Test = Callable[[Picture], bool]


def ids(user: User, tests: Iterable[Test], *, order: str = "newest") -> list[int]:
    """What `user` should get."""
    rows = Picture.objects.select_related("generation").order_by(
        "-pk" if order == "newest" else "pk"
    )
    wanted = list(tests)
    return [
        row.pk for row in rows.iterator() if _may_see(user, row) and all(t(row) for t in wanted)
    ]


def start(word: str) -> Test:
    """A word that begins so stands in the prompt or the revised prompt."""
    return lambda picture: any(each.startswith(word) for text in _texts(picture) for each in text)


def phrase(said: str) -> Test:
    wanted = said.split()
    return lambda picture: any(
        text[at : at + len(wanted)] == wanted for text in _texts(picture) for at in range(len(text))
    )


def part(said: str) -> Test:
    """Anywhere, for scripts without spaces."""
    return lambda picture: said in picture.generation.prompt or said in picture.revised_prompt


def costs(test: Callable[[Decimal], bool]) -> Test:
    return lambda picture: (
        picture.generation.cost_usd is not None and test(picture.generation.cost_usd)
    )


def edge(test: Callable[[int], bool]) -> Test:
    return lambda picture: test(max(picture.width, picture.height))


def liked(user: User) -> Test:
    return lambda picture: picture.favourites.filter(user=user).exists()


def tagged(name: str) -> Test:
    return lambda picture: picture.tags.filter(tag__name=name).exists()


def _may_see(user: User, picture: Picture) -> bool:
    shared = picture.visibility == "team" or picture.owner_id == user.pk
    return shared and picture.trashed_at is None


def _texts(picture: Picture) -> list[list[str]]:
    return [
        list(tokenizer.fold(text).replace(",", " ").split())
        for text in (picture.generation.prompt, picture.revised_prompt)
    ]
