"""The library's index, and what pictures repeat of their jobs, for pictures that are there already."""

from django.db import migrations

CHUNK = 1_000


def fill(apps, schema_editor):
    from generations.library.index import fulltext_index

    fulltext_index.create()
    picture_model = apps.get_model("generations", "Picture")
    last = 0
    while True:
        rows = list(
            picture_model.objects.filter(pk__gt=last)
            .select_related("generation")
            .order_by("pk")[:CHUNK]
        )
        if not rows:
            return
        _copy(picture_model, rows)
        fulltext_index.write(_entry(row) for row in rows if row.trashed_at is None)
        last = rows[-1].pk


def _copy(picture_model, rows):
    from generations.library.index import index_updates

    for row in rows:
        for name, value in index_updates.copied_from(row.generation).items():
            setattr(row, name, value)
    names = ["provider", "model", "model_label", "cost_usd", "seed"]
    picture_model.objects.bulk_update(rows, names, batch_size=200)


def _entry(row):
    from generations.library.index import fulltext_index, index_updates
    from generations.models import Picture

    row.long_edge, row.shape = Picture.long_edge.fget(row), Picture.shape.fget(row)
    said = index_updates.words_of(row.generation.prompt, row.revised_prompt)
    return fulltext_index.Entry(row_id=row.pk, words=said, facts=index_updates.own_facts(row))


def clear(apps, schema_editor):
    from generations.library.index import fulltext_index

    fulltext_index.drop_table()


class Migration(migrations.Migration):
    dependencies = [("generations", "0002_library")]
    operations = [migrations.RunPython(fill, clear)]
