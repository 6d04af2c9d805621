"""Hearts, stars, tags and collections of one picture, as one person may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count

from accounts.models import User
from generations.models import Collection, Picture, Tag

MOST_OFFERED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    is_liked: bool
    likes: int  # of everybody who may see it
    my_stars: int  # 0: not rated
    mean: float | None
    raters: int
    tags: Sequence[Tag]
    offered_tags: Sequence[str]
    collections: Sequence[Collection]
    offered_collections: Sequence[Collection]
    may_tag: bool

    @property
    def stars(self) -> Sequence[int]:
        return (1, 2, 3, 4, 5)


def of(picture: Picture, user: User) -> Marks:
    hearts = set(picture.favourites.values_list("user", flat=True))
    rated = picture.ratings.aggregate(mean=Avg("stars"), raters=Count("pk"))
    tags = list(Tag.objects.filter(uses__picture=picture).order_by("folded"))
    held = list(Collection.objects.visible_to(user).filter(items__picture=picture).order_by("name"))
    mine = picture.ratings.filter(user=user).values_list("stars", flat=True).first()
    offered = Tag.objects.visible_to(user).exclude(pk__in=[tag.pk for tag in tags])
    open_ones = Collection.objects.open_to(user).exclude(pk__in=[each.pk for each in held])
    return Marks(
        is_liked=user.pk in hearts,
        likes=len(hearts),
        my_stars=mine or 0,
        mean=rated["mean"],
        raters=rated["raters"],
        tags=tags,
        offered_tags=list(offered.order_by("folded").values_list("name", flat=True)[:MOST_OFFERED]),
        collections=held,
        offered_collections=list(open_ones.order_by("name")[:MOST_OFFERED]),
        may_tag=user.may_spend,
    )
