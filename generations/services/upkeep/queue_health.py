"""How the queue fares: what an admin looks at when pictures do not come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.utils import timezone

from generations import queue
from generations.models import Beat, Generation, Status, Sweep
from generations.models.generation import ON_THE_LINE, OPEN
from generations.services.upkeep import orphan_sweep
from generations.stored import original_files

SILENT_S = 30
CRASHED_WITHIN_MIN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    name: str
    at: datetime
    says: str  # the last line


@dataclass(frozen=True, slots=True, kw_only=True)
class Nightly:
    name: str
    does: str
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What a heartbeat does not show."""

    drains_crash: bool  # one broke within the last minutes
    circling: tuple[Generation, ...]  # open jobs that broke their runner, a few

    @property
    def words(self) -> list[str]:
        found = ["Drains crash"] if self.drains_crash else []
        return [*found, "A job breaks its worker again and again"] if self.circling else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    beat_at: datetime | None
    drains: int
    waiting: int
    running: int
    polling: int
    saving: int
    oldest_waiting: datetime | None
    oldest_running: datetime | None
    tasks: int
    free_bytes: int
    crashes: tuple[Crash, ...]
    schedule: tuple[Nightly, ...]
    sweep: Sweep | None
    trouble: Trouble

    @property
    def is_silent(self) -> bool:
        """No heartbeat went round lately: nothing works, or everything is stuck."""
        if self.beat_at is None:
            return True
        return (timezone.now() - self.beat_at).total_seconds() > SILENT_S


def health() -> Health:
    """Seven small queries."""
    beats = dict(Beat.objects.values_list("name", "at"))
    open_jobs = Generation.objects.filter(status__in=[str(status) for status in OPEN]).order_by()
    counts = dict(open_jobs.values_list("status").annotate(jobs=Count("pk")))
    first = open_jobs.filter(status=Status.QUEUED).aggregate(at=Min("created_at"))["at"]
    oldest = open_jobs.filter(status__in=ON_THE_LINE).aggregate(at=Min("sent_at"))["at"]
    fresh = timezone.now().timestamp() - SILENT_S
    return Health(
        beat_at=beats.get("cluster"),
        drains=sum(
            name.startswith("drain:") and at.timestamp() > fresh for name, at in beats.items()
        ),
        waiting=counts.get(Status.QUEUED, 0),
        running=sum(counts.get(status, 0) for status in ON_THE_LINE),
        polling=counts.get(Status.POLLING, 0),
        saving=counts.get(Status.SAVING, 0),
        oldest_waiting=first,
        oldest_running=oldest,
        tasks=queue.waiting_tasks(),
        free_bytes=original_files.free_bytes(),
        crashes=tuple(_crash(task) for task in queue.recent_crashes()),
        schedule=tuple(
            Nightly(name=each.name, does=each.func, next_at=each.next_run)
            for each in queue.schedules()
        ),
        sweep=orphan_sweep.newest(),
        trouble=trouble(),
    )


def trouble() -> Trouble:
    """Two small queries; also for `/health`, which tells no number and no name."""
    lately = timezone.now() - timedelta(minutes=CRASHED_WITHIN_MIN)
    drains = (task for task in queue.recent_crashes() if str(task.func).endswith(".drain"))
    broke = Generation.objects.open().filter(faults__gt=0).order_by("pk")
    return Trouble(
        drains_crash=any(task.stopped > lately for task in drains), circling=tuple(broke[:5])
    )


def _crash(task: object) -> Crash:
    """The last line of the trace: what came before may hold more than an admin should read."""
    lines = str(getattr(task, "result", "") or "").strip().splitlines() or ["no words"]
    name = str(getattr(task, "func", "")).rsplit(".", 1)[-1]
    return Crash(name=name, at=task.stopped, says=lines[-1][:200])  # type: ignore[attr-defined]
