"""What is stored, by person, and what the trash holds."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from generations.services.insight import storage_use
from generations.services.upkeep import orphan_sweep
from generations.web.page_access import Asking
from generations.web.team.admin_access import admins_only
from generations.web.team.page_and_csv_tables import Column, Table, as_csv

_COLUMNS = (
    Column(label="Person"),
    Column(label="Pictures", kind="count"),
    Column(label="Size", kind="bytes"),
    Column(label="In trash", kind="count"),
    Column(label="Trash size", kind="bytes"),
)


@require_safe
@admins_only
def page(request: Asking) -> HttpResponse:
    stored = storage_use.by_person()
    context = {
        "disk": storage_use.disk(),
        "sweep": orphan_sweep.newest(),
        "missing": storage_use.missing(request.user),
        "pictures": sum(each.pictures for each in stored),
        "bytes": sum(each.bytes for each in stored),
        "trashed": sum(each.trashed for each in stored),
        "trashed_bytes": sum(each.trashed_bytes for each in stored),
        "table": _table(stored),
    }
    return render(request, "generations/team/storage.html", context)


@require_safe
@admins_only
def export(request: Asking) -> HttpResponseBase:
    table = _table(storage_use.by_person())
    return as_csv(request, "imagehub-storage", table.columns, table.rows)


def _table(stored: list[storage_use.Stored]) -> Table:
    rows = [
        (each.person.display_name, each.pictures, each.bytes, each.trashed, each.trashed_bytes)
        for each in stored
    ]
    return Table(key="storage", title="By person", columns=_COLUMNS, rows=rows)
