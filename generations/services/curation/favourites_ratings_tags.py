"""Hearts, ratings and tags. A tag is the team's word; a heart and a rating are one person's."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from generations.library.index import index_updates
from generations.library.index.tokenizer import fold
from generations.models import Favourite, Picture, PictureTag, Rating, Tag
from generations.stored import event_log

LONGEST_TAG = 50  # letters
MOST_TAGS = 30  # on one picture


class NotPossible(Exception):
    """Holds the sentence to show."""


def favourite(user: User, picture: Picture, *, is_set: bool) -> None:
    """Gives or takes this person's heart."""
    with transaction.atomic():
        mine = Favourite.objects.filter(user=user, picture=picture)
        if is_set == mine.exists():
            return
        if is_set:
            Favourite.objects.create(user=user, picture=picture)
        else:
            mine.delete()
        _changed(picture, user, "favourite")


def rate(user: User, picture: Picture, stars: int) -> None:
    """One to five; 0 takes the rating back. Raises NotPossible."""
    if not 0 <= stars <= 5:
        raise NotPossible("A rating is one to five stars.")
    with transaction.atomic():
        if stars:
            Rating.objects.update_or_create(user=user, picture=picture, defaults={"stars": stars})
        else:
            Rating.objects.filter(user=user, picture=picture).delete()
        event_log.record_picture(picture, "rated", actor_id=user.pk)


def tag(user: User, picture: Picture, name: str) -> None:
    """Puts a word on a picture; another spelling of a known word is that word. Raises NotPossible."""
    _require_member(user)
    name = tag_name(name)
    with transaction.atomic():
        if PictureTag.objects.filter(picture=picture).count() >= MOST_TAGS:
            raise NotPossible(f"A picture has at most {MOST_TAGS} tags.")
        _, is_new = PictureTag.objects.get_or_create(
            picture=picture, tag=word(user, name), defaults={"by": user}
        )
        if is_new:
            _changed(picture, user, "tagged")


def untag(user: User, picture: Picture, tag_id: int) -> None:
    """Takes a word off; a word that stands nowhere any more is forgotten."""
    _require_member(user)
    with transaction.atomic():
        gone, _ = PictureTag.objects.filter(picture=picture, tag=tag_id).delete()
        if gone:
            forget_unused(tag_id)
            _changed(picture, user, "tagged")


def tag_name(typed: str) -> str:
    """A tag as it is kept. Raises NotPossible."""
    name = " ".join(typed.replace('"', " ").split()).lstrip("#").strip()
    if not fold(name).strip():
        raise NotPossible("Write a word for the tag.")
    if len(name) > LONGEST_TAG or len(fold(name)) > LONGEST_TAG:
        raise NotPossible(f"A tag has at most {LONGEST_TAG} letters.")
    return name


def known_word(user: User, name: str) -> Tag | None:
    """The tag of that name, if it stands on a picture this person may see."""
    return Tag.objects.visible_to(user).filter(folded=fold(name)).first()


def forget_unused(tag_id: int) -> None:
    """A word that stands nowhere any more goes."""
    Tag.objects.filter(pk=tag_id, uses=None).delete()


def word(user: User, name: str) -> Tag:
    """The tag of that name. Where it was only on what this person cannot see, it is spelled anew:
    another's spelling would tell that it was there."""
    found, is_new = Tag.objects.get_or_create(folded=fold(name), defaults={"name": name})
    if not is_new and not Tag.objects.visible_to(user).filter(pk=found.pk).exists():
        Tag.objects.filter(pk=found.pk).update(name=name)
    return found


def _changed(picture: Picture, user: User, kind: str) -> None:
    index_updates.refresh_marks([picture.pk])
    event_log.record_picture(picture, kind, actor_id=user.pk)


def _require_member(user: User) -> None:
    if not user.may_spend:
        raise NotPossible("Viewers look at pictures; they do not tag any.")
