"""PostgreSQL counts more of the words, and so plans searches for rare ones well."""

from django.db import migrations

from generations.library.index import fulltext_index


def set_statistics(apps, schema_editor):
    fulltext_index.know_more_words()


class Migration(migrations.Migration):
    dependencies = [("generations", "0013_fill_hidden")]
    operations = [migrations.RunPython(set_statistics, migrations.RunPython.noop)]
