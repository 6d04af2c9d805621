from typing import Any

from django.db import migrations
from django.db.models import F


def dismiss(apps: Any, schema_editor: Any) -> None:
    """What ended before anybody was told of half sets does not come back to the strip."""
    jobs = apps.get_model("generations", "Generation").objects
    old = jobs.filter(status="done", unreadable__gt=0, dismissed_at=None)
    old.update(dismissed_at=F("finished_at"))


class Migration(migrations.Migration):
    dependencies = [("generations", "0032_half_sets")]

    operations = [migrations.RunPython(dismiss, migrations.RunPython.noop)]
