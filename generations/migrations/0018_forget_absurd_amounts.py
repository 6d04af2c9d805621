from typing import Any

from django.db import migrations

from generations.stored.out_of_range_amounts import forget_absurd


def heal(apps: Any, schema_editor: Any) -> None:
    """An amount out of bounds closed every page that showed it: it is unknown from now on."""
    forget_absurd(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("generations", "0017_money_sums_and_faults"),
        ("accounts", "0005_key_succeeded_at"),
    ]

    operations = [migrations.RunPython(heal, migrations.RunPython.noop)]
