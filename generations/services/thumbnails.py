"""Thumbnails after originals: a queue of its own in each drain, and what a crash left out.

Both sizes from one decoding, which costs most; a picture whose large one is missing gets that alone.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from generations import events, thumbs
from generations.models import Picture
from generations.services.errands import Errands

log = logging.getLogger("imagehub.thumbs")
TRIES = 3
FRESH_S = 10  # a picture this young is still its own drain's to draw
AHEAD = 20  # taken at once
LARGE, BOTH = ("large",), ("small", "large")


class Queue:
    """Draws one picture after the other whenever no original is being brought to safety."""

    def __init__(self, errands: Errands) -> None:
        self._errands = errands
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
            elif self._errands.busy_reading:
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
        if not await self._errands.write(_take, picture):
            return
        try:
            colour = await self._errands.draw(_make, picture, sizes)
        except thumbs.Undrawable as error:
            log.warning("no thumbnail of %s: %s", picture.uid, error)
            return
        await self._errands.write(_drawn, picture, colour, sizes)
        if picture.enlarged_at is None:
            self.add([picture])

    def _line_of(self, picture: Picture) -> dict[int, Picture]:
        return self._bare if picture.thumbed_at is None else self._small


def left_out(most: int) -> list[Picture]:
    """Pictures without thumbnails that nobody took lately."""
    if not most:
        return []
    settled = timezone.now() - timedelta(seconds=FRESH_S)
    bare = Picture.objects.filter(enlarged_at=None, thumb_tries__lt=TRIES, created_at__lt=settled)
    return list(bare.order_by("thumb_tries", "id")[:most])


def make_now(picture: Picture) -> None:
    """Both thumbnails of one picture, in this process. Raises thumbs.Undrawable."""
    _drawn(picture, _make(picture, BOTH), BOTH)


def _take(picture: Picture) -> bool:
    """Counts the try first, so that a picture that kills its worker is not tried for ever."""
    tries = picture.thumb_tries
    rows = Picture.objects.filter(pk=picture.pk, enlarged_at=None, thumb_tries=tries)
    picture.thumb_tries += 1
    return bool(rows.update(thumb_tries=tries + 1))


def _make(picture: Picture, sizes: tuple[str, ...]) -> str:
    return thumbs.make(
        picture.path,
        format=picture.format,
        width=picture.width,
        height=picture.height,
        sizes=sizes,
    )


def _drawn(picture: Picture, colour: str, sizes: tuple[str, ...]) -> None:
    now = timezone.now()
    made: dict[str, object] = {}
    if "small" in sizes:
        made |= {"thumbed_at": now, "colour": colour}
    if "large" in sizes:
        made["enlarged_at"] = now
    with transaction.atomic():
        rows = Picture.objects.filter(pk=picture.pk)
        if rows.update(**made):
            events.record_picture(picture, "thumbed", actor_id=picture.owner_id)
    for name, value in made.items():
        setattr(picture, name, value)
