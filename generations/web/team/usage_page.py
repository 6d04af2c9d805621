"""Usage of a month: figures, a chart, and tables that can be taken away as CSV."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.keys import provider_directory
from generations import offers
from generations.models import Status, TallyKind
from generations.services.insight import monthly_usage as figures
from generations.services.insight.daily_counts import Sum
from generations.services.insight.monthly_usage import Month
from generations.web.page_access import Asking
from generations.web.team import svg_charts
from generations.web.team.admin_access import admins_only
from generations.web.team.page_and_csv_tables import Column, Table, Value, as_csv

_SUMS = (
    Column(label="Jobs", kind="count"),
    Column(label="Pictures", kind="count"),
    Column(label="Spent", kind="usd"),
    Column(label="Estimated", kind="usd"),
    Column(label="No price", kind="count"),
    Column(label="Failure rate", kind="share"),
    Column(label="Median", kind="seconds"),
    Column(label="95 %", kind="seconds"),
    Column(label="Wasted", kind="count"),
)
_JOB_FACTS = (
    *("id", "person", "provider", "model", "status", "code"),
    *("created", "sent", "finished", "cost_usd", "cost_kind"),
)
_JOBS = tuple(Column(label=label) for label in _JOB_FACTS)


@require_safe
@admins_only
def page(request: Asking) -> HttpResponse:
    month = _asked(request)
    earlier = figures.pictures_of(figures.before(month.first))
    providers = [name for name, _ in month.by(TallyKind.PROVIDER)]
    known = _labels()
    labels = {name: known.get(name, name) for name in providers}
    tables = _tables(month)
    context = {
        "month": month,
        "months": figures.months(),
        "is_now": month.first == figures.this_month(),
        "whole": month.whole,
        "median_s": month.whole.percentile(0.5),
        "p95_s": month.whole.percentile(0.95),
        "failed": month.whole.troubled / max(1, month.whole.jobs),
        "main_cause": _main_cause(month),
        "change": _change(month.whole.pictures, earlier),
        "earlier": figures.before(month.first),
        "chart": svg_charts.spend_per_day(_all_days(month.first), _spent(month), labels),
        "bars": [_bars(tables[1], 0), _bars(tables[2], 0)],
        "tables": tables,
    }
    return render(request, "generations/team/usage.html", context)


@require_safe
@admins_only
def export(request: Asking, key: str) -> HttpResponseBase:
    """One table as CSV; `jobs` is every job of the month."""
    month = _asked(request)
    name = f"imagehub-{key}-{month.key}"
    if key == "jobs":
        return as_csv(request, name, _JOBS, figures.jobs_of(month.first))
    table = next((table for table in _tables(month) if table.key == key), None)
    if table is None:
        raise Http404
    return as_csv(request, name, table.columns, table.rows)


def _asked(request: Asking) -> Month:
    """The month in the address; this one where it cannot be read or lies ahead."""
    this = figures.this_month()
    try:
        first = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        first = this
    oldest = figures.months()[-1]
    return figures.month(first if oldest <= first <= this else this)


def _tables(month: Month) -> list[Table]:
    people = month.by(TallyKind.PERSON)
    names = figures.names_of_people([name for name, _ in people])
    labels = _labels()
    return [
        _per_day(month),
        _table("people", "By person", "Person", [(names.get(pk, "Gone"), s) for pk, s in people]),
        _table("models", "By model", "Model", _models(month, labels)),
        _table(
            "providers",
            "By provider",
            "Provider",
            [(labels.get(name, name), part) for name, part in month.by(TallyKind.PROVIDER)],
        ),
        _table(
            "states",
            "By status",
            "Status",
            [(Status(name).label, part) for name, part in month.by(TallyKind.STATUS)],
        ),
        _causes(month),
    ]


def _table(key: str, title: str, what: str, parts: list[tuple[str, Sum]]) -> Table:
    rows = [(name, *_values(part)) for name, part in parts]
    return Table(key=key, title=title, columns=(Column(label=what), *_SUMS), rows=rows)


def _per_day(month: Month) -> Table:
    days = [
        (f"{day:%Y-%m-%d}", *_values(parts.get((TallyKind.ALL, ""), Sum())))
        for day, parts in sorted(month.days.items())
    ]
    return Table(key="days", title="By day", columns=(Column(label="Day"), *_SUMS), rows=days)


def _causes(month: Month) -> Table:
    rows = [
        (code.replace("_", " "), part.jobs, part.jobs / max(1, month.whole.jobs))
        for code, part in sorted(month.by(TallyKind.CAUSE), key=lambda pair: -pair[1].jobs)
    ]
    columns = (
        Column(label="Cause"),
        Column(label="Jobs", kind="count"),
        Column(label="Of all", kind="share"),
    )
    return Table(key="causes", title="Why jobs failed", columns=columns, rows=rows)


def _values(part: Sum) -> tuple[Value, ...]:
    return (
        part.jobs,
        part.pictures,
        part.known_usd,
        part.estimated_usd,
        part.unpriced,
        part.troubled / max(1, part.jobs),
        part.percentile(0.5),
        part.percentile(0.95),
        part.wasted,
    )


def _models(month: Month, labels: dict[str, str]) -> list[tuple[str, Sum]]:
    """Names as the picker shows them; two routers' models of one name keep theirs apart."""
    parts = [(*name.partition(":")[::2], part) for name, part in month.by(TallyKind.MODEL)]
    specs = {provider: offers.specs_of(provider) for provider in {each[0] for each in parts}}
    found = []
    for provider, model, part in parts:
        spec = specs[provider].get(model)
        label = spec.label if spec else model
        found.append((f"{label} · {labels.get(provider, provider)}", part))
    return found


def _labels() -> dict[str, str]:
    """Provider -> its name."""
    return {facts.slug: facts.label for facts in provider_directory.all_facts(with_off=True)}


def _all_days(first: date) -> list[date]:
    return [first.replace(day=number) for number in range(1, figures.end_of(first).day + 1)]


def _spent(month: Month) -> dict[date, dict[str, Decimal]]:
    return {
        day: {name: part.cost_usd for (kind, name), part in parts.items() if kind == "provider"}
        for day, parts in month.days.items()
    }


def _bars(table: Table, name_at: int, *, most: int = 8) -> dict[str, object]:
    """The first rows as bars, by money; by jobs where nothing was spent."""
    rows = list(table.rows[:most])
    amounts = [float(row[3] or 0) for row in rows]  # type: ignore[arg-type]
    if not any(amounts):
        amounts = [float(row[1] or 0) for row in rows]  # type: ignore[arg-type]
    widths = svg_charts.shares(amounts)
    bars = [
        {"name": row[name_at], "usd": row[3], "pictures": row[2], "width": width}
        for row, width in zip(rows, widths, strict=True)
    ]
    return {"title": table.title, "key": table.key, "rows": bars}


def _main_cause(month: Month) -> str:
    causes = sorted(month.by(TallyKind.CAUSE), key=lambda pair: -pair[1].jobs)
    return causes[0][0].replace("_", " ") if causes else ""


def _change(now: int, then: int) -> str:
    if not then:
        return ""
    percent = round(100 * (now - then) / then)
    return f"{'up' if percent >= 0 else 'down'} {abs(percent)} % on"
