"""PostgreSQL does not read rows without an owner in an index's order, unless it holds only those."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ORDERS = ("pictures", "success")


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        table = apps.get_model("generations", "Prompt")._meta.db_table
        for column in ORDERS:
            editor.execute(
                f"CREATE INDEX prompt_team_{column} ON {table} ({column}, id)"
                " WHERE owner_id IS NULL"
            )


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        for column in ORDERS:
            editor.execute(f"DROP INDEX prompt_team_{column}")


class Migration(migrations.Migration):
    dependencies = [("generations", "0015_uncounted")]
    operations = [migrations.RunPython(create, drop)]
