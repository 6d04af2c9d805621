"""How each provider fared in the last hour: what members and admins see of it."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.keys import provider_directory
from generations.models import Generation, Status
from generations.providers.types import ProviderFacts

HOUR = timedelta(hours=1)
_COUNTED = (Status.DONE, Status.FAILED, Status.UNKNOWN)  # a refusal is about the request


@dataclass(frozen=True, slots=True, kw_only=True)
class Router:
    slug: str
    label: str
    badge: str
    jobs: int  # done, failed or unknown
    success: float | None  # 0 to 1; None without jobs
    median_s: float | None  # seconds from sending to done

    @property
    def words(self) -> str:
        if self.success is None:
            return "Not used"
        return f"{self.success:.0%} of {self.jobs} succeeded"

    @property
    def tone(self) -> str:
        """Class of the status."""
        if self.success is None:
            return "idle"
        return "ok" if self.success >= 0.9 else "bad"

    @property
    def icon(self) -> str:
        return {"idle": "circle-dashed", "ok": "circle-check", "bad": "circle-alert"}[self.tone]


def last_hour(providers: Iterable[ProviderFacts] | None = None) -> list[Router]:
    """Every provider that is on, however little it was used. One query, where they are known."""
    # the status is judged here: asked for there, SQLite walks over every done job instead of an hour
    rows = Generation.objects.filter(finished_at__gte=timezone.now() - HOUR).values_list(
        "provider", "status", "sent_at", "finished_at"
    )
    ended: dict[str, list[float | None]] = defaultdict(list)
    for provider, status, sent, finished in rows:
        if status not in _COUNTED:
            continue
        if status == Status.DONE and sent and finished:
            ended[provider].append((finished - sent).total_seconds())
        else:
            ended[provider].append(None)
    return [
        _router(facts.slug, facts.label, facts.badge, ended[facts.slug])
        for facts in (provider_directory.all_facts() if providers is None else providers)
    ]


def _router(slug: str, label: str, badge: str, took: list[float | None]) -> Router:
    done = [seconds for seconds in took if seconds is not None]
    return Router(
        slug=slug,
        label=label,
        badge=badge,
        jobs=len(took),
        success=len(done) / len(took) if took else None,
        median_s=statistics.median(done) if done else None,
    )
