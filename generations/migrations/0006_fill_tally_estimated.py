"""Days counted before: how much of their cost was estimated."""

from collections import defaultdict
from decimal import Decimal

from django.db import migrations
from django.utils import timezone


def fill(apps, schema_editor):
    Generation = apps.get_model("generations", "Generation")
    DayTally = apps.get_model("generations", "DayTally")
    sums = defaultdict(Decimal)
    estimated = Generation.objects.filter(cost_kind="estimated", finished_at__isnull=False)
    rows = estimated.values_list(
        "finished_at", "requester_id", "provider", "model", "status", "code", "cost_usd"
    )
    for ended, person, provider, model, status, code, cost in rows.iterator():
        day = timezone.localdate(ended, timezone.get_default_timezone())
        for kind, name in (
            ("all", ""),
            ("person", str(person)),
            ("provider", provider),
            ("model", f"{provider}:{model}"),
            ("status", status),
            *([("cause", code)] if code else []),
        ):
            sums[(day, kind, name)] += cost or Decimal(0)
    for (day, kind, name), usd in sums.items():
        DayTally.objects.filter(day=day, kind=kind, name=name).update(estimated_usd=usd)


class Migration(migrations.Migration):
    dependencies = [("generations", "0005_tally_estimated")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
