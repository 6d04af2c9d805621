"""What begins and ends with the web process: the queue's pulse and the event stream's reader."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from accounts.people import first_admin
from generations import queue
from generations.web.live import event_stream
from imagehub import suspend_detection, warm_up
from imagehub.http.asgi_types import Receive, Send
from imagehub.supervisor import run_files

log = logging.getLogger(__name__)


async def lifespan(receive: Receive, send: Send) -> None:
    """ASGI's lifespan: start, wait for the end, stop."""
    await receive()
    await asyncio.to_thread(_prepare)
    await event_stream.startup()
    pulse = asyncio.create_task(_pulse_for_ever())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    pulse.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await pulse
    await event_stream.shutdown()
    await send({"type": "lifespan.shutdown.complete"})


async def _pulse_for_ever() -> None:
    while True:
        suspend_detection.look()
        await asyncio.to_thread(_pulse)
        await asyncio.sleep(settings.BEAT_S)


def _pulse() -> None:
    """Sends a no-op through the queue, and tells the supervisor that one is on its way."""
    try:
        close_old_connections()
        queue.pulse()
        (settings.RUN_DIR / run_files.PULSE).touch()
    except DatabaseError as problem:
        log.warning("no heartbeat sent, the database said: %s", problem)
    finally:
        close_old_connections()


def _prepare() -> None:
    """The regular work is in the queue's book; the first admin's link is shown until used."""
    queue.schedule_nightly()
    _say_the_first_link()
    warm_up.up()
    close_old_connections()


def _say_the_first_link() -> None:
    """At every start until somebody is the admin; afterwards nothing."""
    if link := first_admin.link():
        print(f"imagehub: nobody is the admin yet; open {link}", flush=True)
