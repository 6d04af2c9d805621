"""What is done at night: tidy up, and ask the routers what they offer."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts import directory, keys
from generations import events, queue, spool
from generations.library import clock, compact
from generations.models import Beat
from generations.services import bulk, redraw, reuse, sweep, tally, trash
from generations.services.refresh import refresh

log = logging.getLogger("imagehub.nightly")


def run() -> None:
    """Prunes the diary, the queue's past, old spool files and the trash, puts the index of words
    into one piece, and asks for model lists.

    Last, because longest: a look over every stored file.
    """
    gone = events.prune()
    queue.prune()
    files = spool.sweep()
    keys.wipe_replaced()
    tally.close_days()
    bulk.prune()
    reuse.forget_closed()
    Beat.objects.filter(at__lt=timezone.now() - timedelta(days=1)).delete()
    thrown = trash.empty_old()
    log.info("nightly: %s events, %s spool files, %s of the trash removed", gone, files, thrown)
    clock.look()
    compact.run()
    for facts in directory.all_facts():
        if facts.lists_models:
            refresh(facts.slug)
    redraw.begin()
    found = sweep.run(remove=settings.SWEEP_REMOVES).report
    log.info(
        "nightly: %s orphans (%s removed), %s missing", found.orphans, found.removed, found.missing
    )
