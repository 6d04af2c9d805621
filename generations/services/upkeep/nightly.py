"""What is done at night: tidy up, and ask the routers what they offer."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.keys import key_vault, provider_directory
from generations import queue
from generations.library.index import index_compaction, picture_time_order
from generations.models import Beat
from generations.services.curation import bulk_runner, permanent_deletion
from generations.services.insight import daily_counts
from generations.services.jobs import prompt_reuse
from generations.services.upkeep import orphan_sweep, thumbnail_redraw
from generations.services.upkeep.model_list_refresh import refresh
from generations.stored import event_log, spool

log = logging.getLogger("imagehub.nightly")


def run() -> None:
    """Prunes the event log, the queue's past, old spool files and the trash, puts the index of words
    into one piece, and asks for model lists.

    Last, because longest: a look over every stored file.
    """
    gone = event_log.prune()
    queue.prune()
    files = spool.sweep()
    key_vault.wipe_replaced()
    daily_counts.close_days()
    bulk_runner.prune()
    prompt_reuse.forget_closed()
    Beat.objects.filter(at__lt=timezone.now() - timedelta(days=1)).delete()
    thrown = permanent_deletion.empty_old()
    log.info("nightly: %s events, %s spool files, %s of the trash removed", gone, files, thrown)
    picture_time_order.look()
    index_compaction.run()
    for facts in provider_directory.all_facts():
        if facts.lists_models:
            refresh(facts.slug)
    thumbnail_redraw.begin()
    found = orphan_sweep.run(remove=settings.SWEEP_REMOVES).report
    log.info(
        "nightly: %s orphans (%s removed), %s missing", found.orphans, found.removed, found.missing
    )
