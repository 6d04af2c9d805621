"""From the names in a tray to the uploads and pictures that a person may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from accounts.models import User
from generations.models import Picture, Upload
from generations.providers.types import Problem

Source: TypeAlias = Upload | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Tray:
    """What a person lays beside the prompt, by name: `u:UID` an upload, `p:UID` a picture."""

    images: tuple[str, ...] = ()  # in order; the first one's size is the mask's
    mask: str = ""
    shows_uploads: bool = False  # their cleaned copies, to who may see the job
    keeps_rest: bool = False  # lay what the mask keeps back over the answer
    is_edit: bool = False  # the result is a version of the first image

    @property
    def is_empty(self) -> bool:
        return not self.images and not self.mask


def sources(user: User, names: Sequence[str]) -> dict[str, Source]:
    """The named ones that this person may see, by name. Others are left out, whyever.

    One's own deleted pictures do not count: what lies in the trash is not sent.
    """
    asked = {name: uid for name in names if (uid := _uid(name))}
    uploads = [uid for name, uid in asked.items() if name.startswith("u:")]
    pictures = [uid for name, uid in asked.items() if name.startswith("p:")]
    found: dict[str, Source] = {}
    for upload in Upload.objects.visible_to(user).filter(uid__in=uploads) if uploads else ():
        found[upload.choice] = upload
    rows = Picture.objects.visible_to(user).filter(uid__in=pictures)
    for picture in rows.select_related("composed") if pictures else ():
        found[f"p:{picture.uid}"] = picture
    return found


def missing(user: User, names: Sequence[str], *, field: str) -> list[Problem]:
    """A problem for each name that this person cannot use (any more)."""
    there = sources(user, names)
    return [
        Problem(field=field, code="not_found", message=_GONE) for name in names if name not in there
    ]


_GONE = "A picture in the tray is not there any more, or is not yours to use. Take it out."


def _uid(name: str) -> UUID | None:
    kind, _, text = name.partition(":")
    if kind not in ("u", "p"):
        return None
    try:
        return UUID(text)
    except ValueError:
        return None
