"""Private pictures get the fact that tells them from the team's (library/index/filter_tokens.py, HIDDEN)."""

from django.db import migrations

from generations.library.index import filter_tokens, fulltext_index


def fill(apps, schema_editor):
    rows = apps.get_model("generations", "Picture").objects
    hidden = rows.filter(visibility="private", trashed_at=None).values_list("pk", flat=True)
    fulltext_index.add_facts((pk, filter_tokens.HIDDEN) for pk in hidden.iterator(chunk_size=5_000))


class Migration(migrations.Migration):
    dependencies = [("generations", "0012_strip_index")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
