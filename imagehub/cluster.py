"""The queue's cluster: `manage.py qcluster`, ending itself when its supervisor is gone."""

from __future__ import annotations

import contextlib
import gc
import importlib
import multiprocessing
import os
import signal
import sys
import time

import django
from django.core.management import call_command

from imagehub import crash_message
from imagehub.supervisor import run_files
from imagehub.supervisor.children import lifeline, process_table
from imagehub.supervisor.children.stopping_clusters import LAST_WORDS_S
from imagehub.supervisor.supervisor_settings import place


def main() -> int:
    """Runs until told to stop. Not 0 if the sentinel died: then workers may live on."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imagehub.settings")
    crash_message.keep(place().run / f"{os.environ[process_table.MARK]}.last")
    django.setup()
    _share_with_workers()
    call_command("qcluster")
    lifeline.watch(_end_by_ourselves)  # a thread only now: the fork is done
    sentinels = multiprocessing.active_children()
    for sentinel in sentinels:
        sentinel.join()
    return max((abs(sentinel.exitcode or 0) for sentinel in sentinels), default=0)


def _share_with_workers() -> None:
    """What every worker will need is loaded before they are forked: 20 MB less for each."""
    importlib.import_module("generations.tasks")
    importlib.import_module("generations.providers.catalog").load_all()
    gc.collect()
    gc.freeze()


def _end_by_ourselves() -> None:
    """Whatever happens to the data folder: without it the drains hear no marks, but we end."""
    where, child = place(), os.environ["IMAGEHUB_CLUSTER"]
    with contextlib.suppress(OSError):
        run_files.stop(where.run, child)
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(where.grace_s)
    with contextlib.suppress(OSError):
        run_files.now(where.run, child)
    time.sleep(LAST_WORDS_S)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # stopped before the queue had begun
        sys.exit(0)
