"""Thumbnails after originals: a queue of its own in each drain, and what a crash left out."""

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


class Queue:
    """Draws one picture after the other whenever no original is being brought to safety."""

    def __init__(self, errands: Errands) -> None:
        self._errands = errands
        self._waiting: dict[int, Picture] = {}
        self._is_drawing = False
        self._has_some = asyncio.Event()

    def add(self, pictures: list[Picture]) -> None:
        for picture in pictures:
            self._waiting.setdefault(picture.pk, picture)
            self._has_some.set()

    def most(self) -> int:
        """How many more it wants."""
        return max(0, AHEAD - len(self._waiting))

    @property
    def is_busy(self) -> bool:
        return bool(self._waiting)

    async def run(self) -> None:
        while True:
            if not self._waiting:
                self._has_some.clear()
                await self._has_some.wait()
            if self._errands.busy_reading:
                await asyncio.sleep(0.05)
                continue
            pk = next(iter(self._waiting))
            self._is_drawing = True
            try:
                await self._draw(self._waiting[pk])
            finally:
                self._is_drawing = False
                self._waiting.pop(pk, None)

    async def finish(self) -> None:
        """Waits for what is being drawn; the rest is found again by `left_out`."""
        while self._is_drawing:
            await asyncio.sleep(0.02)

    async def _draw(self, picture: Picture) -> None:
        if not await self._errands.write(_take, picture):
            return
        try:
            colour = await self._errands.draw(_make, picture)
        except thumbs.Undrawable as error:
            log.warning("no thumbnail of %s: %s", picture.uid, error)
            return
        await self._errands.write(_drawn, picture, colour)


def left_out(most: int) -> list[Picture]:
    """Pictures without thumbnails that nobody took lately."""
    if not most:
        return []
    settled = timezone.now() - timedelta(seconds=FRESH_S)
    bare = Picture.objects.filter(thumbed_at=None, thumb_tries__lt=TRIES, created_at__lt=settled)
    return list(bare.order_by("thumb_tries", "id")[:most])


def make_now(picture: Picture) -> None:
    """Both thumbnails of one picture, in this process. Raises thumbs.Undrawable."""
    _drawn(picture, _make(picture))


def _take(picture: Picture) -> bool:
    """Counts the try first, so that a picture that kills its worker is not tried for ever."""
    rows = Picture.objects.filter(pk=picture.pk, thumbed_at=None, thumb_tries=picture.thumb_tries)
    return bool(rows.update(thumb_tries=picture.thumb_tries + 1))


def _make(picture: Picture) -> str:
    return thumbs.make(
        picture.path, format=picture.format, width=picture.width, height=picture.height
    )


def _drawn(picture: Picture, colour: str) -> None:
    with transaction.atomic():
        rows = Picture.objects.filter(pk=picture.pk)
        if rows.update(thumbed_at=timezone.now(), colour=colour):
            events.record_picture(picture, "thumbed", actor_id=picture.owner_id)
