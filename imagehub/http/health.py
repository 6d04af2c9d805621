"""`GET /health`: is it alive? No numbers of jobs or people, since strangers may ask."""

from __future__ import annotations

import shutil
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from generations.models import Beat, Generation, Status
from generations.models.generation import ON_THE_LINE
from generations.services.upkeep.queue_health import trouble
from imagehub import suspend_detection

HEARTBEAT_LIMIT_S = 30.0


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """503 only for the database, a heartbeat over 30 s, or free disk under 200 MB.

    "troubled" is a 200: pictures are made, but drains crash or a job breaks them.
    """
    free = shutil.disk_usage(settings.DATA_DIR).free
    try:
        facts = _facts()
    except DatabaseError:
        facts = {"database": False}
    status = _status(facts, free)
    answer = {"status": status, **facts, "free_disk_bytes": free}
    return JsonResponse(answer, status=503 if status == "not ok" else 200)


def _facts() -> dict[str, object]:
    now = timezone.now()
    beats = dict(Beat.objects.values_list("name", "at"))
    drains = [at for name, at in beats.items() if name.startswith("drain:")]
    oldest = Generation.objects.filter(status__in=ON_THE_LINE).aggregate(at=Min("sent_at"))
    first = Generation.objects.filter(status=Status.QUEUED).aggregate(at=Min("created_at"))
    return {
        "database": True,
        "heartbeat_age_s": _age(beats.get("cluster"), now),
        "drain_heartbeat_age_s": _age(max(drains, default=None), now),
        "queue_age_s": _age(first["at"], now),
        "oldest_job_s": _age(oldest["at"], now),
        "trouble": trouble().words,
    }


def _status(facts: dict[str, object], free: int) -> str:
    """A late heartbeat right after a start or a sleep is not late yet."""
    if not facts["database"] or free < settings.HEALTH_FREE:
        return "not ok"
    age = facts["heartbeat_age_s"]
    if isinstance(age, float) and age <= HEARTBEAT_LIMIT_S:
        return "troubled" if facts["trouble"] else "ok"
    return "starting" if suspend_detection.seconds() <= HEARTBEAT_LIMIT_S else "not ok"


def _age(at: datetime | None, now: datetime) -> float | None:
    return None if at is None else round(max(0.0, (now - at).total_seconds()), 1)
