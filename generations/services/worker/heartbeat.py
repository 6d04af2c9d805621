"""The cluster's heartbeat, and a nudge for work that a lost wake-up left lying."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from generations import queue
from generations.models import Beat
from generations.services.notices import notify
from generations.services.worker import stop_signals


def beat() -> None:
    """Touches the file the supervisor watches, writes the row /health reads, wakes a drain."""
    file = Path(settings.RUN_DIR) / f"{queue.cluster_id()}.beat"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    Beat.objects.update_or_create(name="cluster", defaults={"at": timezone.now()})
    if stop_signals.anything_due():
        queue.wake()
    notify.storage()
