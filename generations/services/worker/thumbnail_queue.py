"""Thumbnails after originals: a queue of its own in each drain, and what a crash left out.

Both sizes from one decoding, which costs most; a picture whose large one is missing gets that alone.
A view of what browsers cannot show comes with them.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from generations.library.index import index_updates
from generations.models import Picture
from generations.models.picture import PictureQuerySet
from generations.services.worker.shared_resources import SharedResources
from generations.stored import event_log, original_files, thumbnail_drawing
from generations.stored.thumbnail_drawing import Drawn

log = logging.getLogger("imagehub.thumbs")
TRIES = 3
FRESH_S = 10  # a picture this young is still its own drain's to draw
AHEAD = 20  # taken at once
LARGE, BOTH = ("large",), ("small", "large")


class Queue:
    """Draws one picture after the other whenever no original is being brought to safety."""

    def __init__(self, resources: SharedResources) -> None:
        self._resources = resources
        self._bare: dict[int, Picture] = {}
        self._small: dict[int, Picture] = {}  # these want their large one still
        self._is_drawing = False
        self._has_some = asyncio.Event()

    def add(self, pictures: list[Picture]) -> None:
        for picture in pictures:
            if picture.pk not in self._bare and picture.pk not in self._small:
                self._line_of(picture)[picture.pk] = picture
                self._has_some.set()

    def most(self) -> int:
        """How many more it wants."""
        return max(0, AHEAD - len(self._bare) - len(self._small))

    @property
    def is_busy(self) -> bool:
        return bool(self._bare or self._small or self._is_drawing)

    async def run(self) -> None:
        while True:
            if not self._bare and not self._small:
                self._has_some.clear()
                await self._has_some.wait()
            elif self._resources.busy_reading:
                await asyncio.sleep(0.05)
            else:
                await self._next()

    async def finish(self) -> None:
        """Waits for what is being drawn; the rest is found again by `left_out`."""
        while self._is_drawing:
            await asyncio.sleep(0.02)

    async def _next(self) -> None:
        line = self._bare or self._small
        picture = line.pop(next(iter(line)))
        sizes = LARGE if picture.thumbed_at else BOTH  # one decoding serves both
        self._is_drawing = True
        try:
            await self._draw(picture, sizes)
        finally:
            self._is_drawing = False

    async def _draw(self, picture: Picture, sizes: tuple[str, ...]) -> None:
        if not await self._resources.write(_take, picture):
            return
        try:
            drawn = await self._resources.draw(_make, picture, sizes)
        except thumbnail_drawing.Undrawable as error:
            log.warning("no thumbnail of %s: %s", picture.uid, error)
            await self._resources.write(_undrawable, picture, error.seen)
            return
        except OSError as error:
            log.warning("no thumbnail of %s yet: %s", picture.uid, error)
            return
        await self._resources.write(_drawn, picture, drawn, sizes)
        if picture.enlarged_at is None:
            self.add([picture])

    def _line_of(self, picture: Picture) -> dict[int, Picture]:
        return self._bare if picture.thumbed_at is None else self._small


def left_out(most: int) -> list[Picture]:
    """Pictures without thumbnails that nobody took lately, the newest first."""
    if not most:
        return []
    settled = timezone.now() - timedelta(seconds=FRESH_S)
    bare = Picture.objects.filter(enlarged_at=None, thumb_tries__lt=TRIES, created_at__lt=settled)
    return list(bare.order_by("thumb_tries", "-id")[:most])


def make_now(picture: Picture) -> None:
    """Both thumbnails of one picture, in this process. Raises thumbs.Undrawable, or OSError."""
    try:
        drawn = _make(picture, BOTH)
    except thumbnail_drawing.Undrawable as error:
        _undrawable(picture, error.seen)
        raise
    _drawn(picture, drawn, BOTH)


def forget(rows: PictureQuerySet) -> int:
    """What was made of these originals is gone, or no longer right: it is made again."""
    return rows.update(
        thumbed_at=None,
        enlarged_at=None,
        viewed_at=None,
        thumb_tries=0,
        is_undrawable=False,
    )


def try_again() -> int:
    """Pictures given up as undrawn get one more try: the disk may have been full."""
    rows = Picture.objects.filter(enlarged_at=None, thumb_tries__gte=TRIES)
    may_be = Q(is_undrawable=False) | Q(thumb_recipe__lt=thumbnail_drawing.RECIPE)
    return rows.filter(may_be).update(thumb_tries=TRIES - 1)


def is_lost(picture: Picture) -> bool:
    """Its row says that something was made of it which is not on disk."""
    claimed = {
        "small": picture.thumbed_at,
        "large": picture.enlarged_at,
        "view": picture.viewed_at,
    }
    return picture.format != "svg" and any(
        at and not original_files.derived_path(picture.path, kind).is_file()
        for kind, at in claimed.items()
    )


def _take(picture: Picture) -> bool:
    """Counts the try first, so that a picture that kills its worker is not tried for ever."""
    tries = picture.thumb_tries
    rows = Picture.objects.filter(pk=picture.pk, enlarged_at=None, thumb_tries=tries)
    picture.thumb_tries += 1
    return bool(rows.update(thumb_tries=tries + 1))


def _make(picture: Picture, sizes: tuple[str, ...]) -> Drawn:
    return thumbnail_drawing.make(
        picture.path,
        format=picture.format,
        width=picture.width,
        height=picture.height,
        sizes=sizes,
    )


def _drawn(picture: Picture, drawn: Drawn, sizes: tuple[str, ...]) -> None:
    now = timezone.now()
    made = _facts(drawn) | {"is_undrawable": False}
    if "small" in sizes:
        made |= {"thumbed_at": now, "colour": drawn.colour}
    if "large" in sizes:
        made["enlarged_at"] = now
    if drawn.has_view:
        made["viewed_at"] = now
    _note(picture, made)


def _undrawable(picture: Picture, seen: Drawn) -> None:
    """Not tried again until another recipe holds."""
    _note(picture, _facts(seen) | {"is_undrawable": True, "thumb_tries": TRIES})


def _facts(drawn: Drawn) -> dict[str, object]:
    return {
        "width": drawn.width,
        "height": drawn.height,
        "is_moving": drawn.is_moving,
        "is_cut": drawn.is_cut,
        "thumb_recipe": thumbnail_drawing.RECIPE,
    }


def _note(picture: Picture, facts: dict[str, object]) -> None:
    """Windows hear of it; the index does where the size was another than its row said."""
    is_new_size = (picture.width, picture.height) != (facts["width"], facts["height"])
    with transaction.atomic():
        if Picture.objects.filter(pk=picture.pk).update(**facts):
            event_log.record_picture(picture, "thumbed", actor_id=picture.owner_id)
            if is_new_size:
                index_updates.refresh_marks([picture.pk])
    for name, value in facts.items():
        setattr(picture, name, value)
