"""Private pictures get the fact that tells them from the team's (library/facts.py, HIDDEN)."""

from django.db import migrations

from generations.library import facts, match


def fill(apps, schema_editor):
    rows = apps.get_model("generations", "Picture").objects
    hidden = rows.filter(visibility="private", trashed_at=None).values_list("pk", flat=True)
    match.add_facts((pk, facts.HIDDEN) for pk in hidden.iterator(chunk_size=5_000))


class Migration(migrations.Migration):
    dependencies = [("generations", "0012_strip_index")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
