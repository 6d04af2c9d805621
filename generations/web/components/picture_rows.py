"""What lists show of pictures: read in one go, without building two models for each tile."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from accounts.models import User
from generations.models import Picture


class PictureRow(NamedTuple):
    """A picture, its job and its owner, as far as a tile says something of them."""

    pk: int
    uid: uuid.UUID
    owner_id: int
    visibility: str
    created_at: datetime
    format: str
    width: int  # pixels
    height: int  # pixels
    enlarged_at: datetime | None
    is_moving: bool
    is_cut: bool
    is_undrawable: bool
    job_uid: uuid.UUID
    prompt: str
    model_label: str
    who: str  # the owner's name
    initials: str
    hue: int


OWN = 12  # that many stand in the picture's own row
_COLUMNS = (
    *PictureRow._fields[:OWN],
    "generation__uid",
    "generation__prompt",
    "generation__model_label",
)


def pictures_of(user: User, ids: Sequence[int]) -> list[PictureRow]:
    """These pictures in this order. Asks for permission once more."""
    rows = Picture.objects.visible_to(user).filter(pk__in=ids).values_list(*_COLUMNS)
    by_id = {row[0]: row for row in rows}
    people = User.objects.only("name", "email").in_bulk({row[2] for row in by_id.values()})
    says = {pk: _who(person) for pk, person in people.items()}
    return [PictureRow._make((*by_id[pk], *says[by_id[pk][2]])) for pk in ids if pk in by_id]


def seen(picture: Picture) -> PictureRow:
    """The same of one that was read already, with its job and owner."""
    job = picture.generation
    read = [getattr(picture, name) for name in PictureRow._fields[:OWN]]
    return PictureRow._make((*read, job.uid, job.prompt, job.model_label, *_who(picture.owner)))


def _who(person: User) -> tuple[str, str, int]:
    return person.display_name, person.initials, person.hue
