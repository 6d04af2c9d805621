"""At night: thumbnails that an older recipe drew wrong are drawn again, the newest first."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.utils import timezone

from generations import queue
from generations.models import Picture
from generations.services.upkeep import picture_repair
from generations.services.upkeep.picture_repair import Repaired
from generations.services.worker import thumbnail_queue
from generations.stored import thumbnail_drawing

log = logging.getLogger("imagehub.thumbs")
NIGHT = timedelta(hours=3)  # then the day's work has the machine for itself
TURN_S = 5.0  # a worker's turn: heartbeats and key checks want it too
AT_ONCE = 20  # pictures


def begin() -> None:
    """Sends for the first turn, where there is something to do."""
    if thumbnail_queue.try_again():
        queue.wake()
    if Picture.objects.filter(thumb_recipe__lt=thumbnail_drawing.RECIPE).exists():
        queue.redraw(until=timezone.now() + NIGHT)


def run(*, until: datetime, turn_s: float = TURN_S, past: int = 0) -> None:
    """One turn; sends for the next until the night is over. past: id down to which all are done."""
    turn_ends = time.monotonic() + turn_s
    while timezone.now() < until:
        rows = _next(past)
        if not rows:
            queue.wake()  # a drain makes those that never were drawn
            return
        past = rows[-1].pk
        for picture in picture_repair.look_at(rows, Repaired()):
            _draw(picture)
        if time.monotonic() >= turn_ends:
            return queue.redraw(until=until, past=past)


def _next(past: int) -> list[Picture]:
    rows = Picture.objects.filter(thumb_recipe__lt=thumbnail_drawing.RECIPE).order_by("-id")
    return list((rows.filter(pk__lt=past) if past else rows)[:AT_ONCE])


def _draw(picture: Picture) -> None:
    try:
        thumbnail_queue.make_now(picture)
    except (thumbnail_drawing.Undrawable, OSError) as error:
        log.warning("no thumbnail of %s again: %s", picture.uid, error)
