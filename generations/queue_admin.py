"""The queue in Django's admin: its health, its schedule, the tasks that broke. Looked at, not edited."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django_q.models import Failure, OrmQ, Schedule, Success

from generations.admin import ReadOnly
from generations.services.upkeep.queue_health import health

for _model in (Failure, OrmQ, Schedule, Success):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the admin's first page shows."""
    return context | {"health": health()}


@admin.register(Schedule)
class ScheduleAdmin(ReadOnly):
    list_display = ("name", "func", "schedule_type", "minutes", "next_run")


@admin.register(Failure)
class FailureAdmin(ReadOnly):
    list_display = ("name", "func", "started", "stopped", "attempt_count")
    fields = ("name", "func", "started", "stopped", "attempt_count", "result")
    search_fields = ("func",)
