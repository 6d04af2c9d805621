"""What is done at night: tidy up, and ask the routers what they offer."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone

from accounts import directory, keys
from generations import events, queue, spool
from generations.models import Beat
from generations.services import bulk, tally
from generations.services.refresh import refresh

log = logging.getLogger("imagehub.nightly")


def run() -> None:
    """Prunes the diary, the queue's past and old spool files; refreshes every open model list."""
    gone = events.prune()
    queue.prune()
    files = spool.sweep()
    keys.wipe_replaced()
    tally.close_days()
    bulk.prune()
    Beat.objects.filter(at__lt=timezone.now() - timedelta(days=1)).delete()
    log.info("nightly: %s events, %s spool files removed", gone, files)
    for facts in directory.all_facts():
        if facts.lists_models:
            refresh(facts.slug)
