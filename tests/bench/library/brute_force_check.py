"""Each search of the bench, held against a look at every row."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.library.search_cases import CASES, Known, Row


def prove(month: str) -> int:
    """How many searches found exactly what is there, in order. Raises AssertionError at a wrong one.

    A small library lacks the rarer tags and people: a search that cannot be read there is left out.
    """
    from accounts.models import User
    from generations.library.search import picture_search

    bob = User.objects.get(email="bob@example.org")
    _look_at_every_row(_known(bob.pk, month))
    proven = 0
    for case in CASES:
        asked = picture_search.read(bob, {"q": case.q.format(month=month)})
        if asked.problems:
            continue
        found = picture_search.find(asked, most=10**9)
        told = f"{case.name}: {len(found)} found, {len(case.ids)} are there"
        assert found == case.ids[::-1], told
        proven += 1
    return proven


def _look_at_every_row(known: Known) -> None:
    for row in _rows():
        if row.visibility == "team" or row.owner == known.me:
            for case in CASES:
                if case.fits(row, known):
                    case.ids.append(row.id)


def _known(me: int, month: str) -> Known:
    from accounts.models import User
    from generations.models import CollectionItem, Favourite, PictureTag

    people = dict(User.objects.values_list("email", "pk"))
    return Known(
        month=month,
        me=me,
        others=people["charlie@example.org"],
        rare=people["alice@example.org"],
        hearts=set(Favourite.objects.filter(user=me).values_list("picture", flat=True)),
        hero=set(PictureTag.objects.filter(tag__name="hero").values_list("picture", flat=True)),
        spring=set(
            CollectionItem.objects.filter(collection__name="Spring campaign").values_list(
                "picture", flat=True
            )
        ),
    )


def _rows() -> Iterator[Row]:
    from generations.models import Picture

    rows = Picture.objects.filter(trashed_at=None).order_by("pk")
    values = rows.values_list(
        "pk", "owner", "visibility", "generation__prompt", "generation__provider",
        "generation__model", "width", "height", "generation__cost_usd", "seed", "created_at",
    )  # fmt: skip
    for pk, owner, seen, prompt, provider, model, width, height, cost, seed, at in values.iterator(
        chunk_size=10_000
    ):
        shape = "square" if width == height else "wide" if width > height else "tall"
        edge, day = max(width, height), f"{at:%Y-%m-%d}"
        yield Row(pk, owner, seen, prompt, provider, model, edge, shape, float(cost), seed, day)
