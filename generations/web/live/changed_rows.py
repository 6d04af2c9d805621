"""The rows that a stretch of the event log speaks of, read once for everybody."""

from __future__ import annotations

from dataclasses import dataclass

from generations.models import Event, Favourite, Generation, Picture
from generations.web.live import removed_pictures
from generations.web.live.removed_pictures import RemovedPictures

MARKS = {"favourite", "tagged", "collected"}  # kinds that searches ask for
MANY = {"many", "many own"}  # kinds that stand for more pictures than are named one by one
BACK = {"restored", "shared"}  # kinds that may bring an older picture into a list
SHOWN = {"done", "thumbed", "trashed", "hidden"} | BACK


@dataclass(slots=True)
class Changed:
    """Jobs and pictures as they are now, and what the lines said of them."""

    jobs: list[Generation]
    pictures: list[Picture]
    places: dict[int, int]
    hearts: set[tuple[int, int]]  # (person, picture)
    marked: list[Picture]  # with a heart, a tag, a collection or stars given or taken
    hearted: set[int]
    back: set[int]  # older ones that some list may show now
    touched: set[int]  # pictures that some search may now find, or no longer
    departed: RemovedPictures  # pictures that were named many at once
    many: set[int | None]  # whose windows look again at all they show; None: everybody's
    has_many_marks: bool  # open pictures may have other ones: they ask
    lines: list[Event]


def rows_of(lines: list[Event], moved: set[int], places: dict[int, int]) -> Changed:
    """moved: jobs whose place in line is another one."""
    of_marks = MARKS | {"rated"}
    own = [line for line in lines if line.kind not in of_marks]
    ids = {line.generation_id for line in own if line.generation_id} | moved
    jobs = list(Generation.objects.filter(pk__in=ids).select_related("requester"))
    with_pictures = {line.generation_id for line in lines if line.kind in SHOWN}
    pictures = list(
        Picture.objects.filter(generation__in=with_pictures).select_related("generation", "owner")
    )
    marked = _pictures_of(lines, of_marks)
    older = {line.generation_id for line in lines if line.kind in BACK}
    touched = _pictures_of(lines, MARKS) | {picture.pk for picture in pictures}
    hearts = Favourite.objects.filter(picture__in=touched).values_list("user", "picture")
    return Changed(
        jobs=jobs,
        pictures=pictures,
        places=places,
        hearts=set(hearts) if touched else set(),
        marked=list(Picture.objects.filter(pk__in=marked)) if marked else [],
        hearted=_pictures_of(lines, {"favourite"}),
        back=_pictures_of(lines, MARKS)
        | {picture.pk for picture in pictures if picture.generation_id in older},
        touched=touched,
        departed=removed_pictures.of(lines),
        many={
            line.actor_id if line.kind == "many own" else None
            for line in lines
            if line.kind in MANY
        },
        has_many_marks=any(line.kind in ("many", "many hearts") for line in lines),
        lines=lines,
    )


def _pictures_of(lines: list[Event], kinds: set[str]) -> set[int]:
    return {line.picture_id for line in lines if line.kind in kinds and line.picture_id}
