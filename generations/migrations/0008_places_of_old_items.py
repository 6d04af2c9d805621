"""Items that stand in collections already keep the order they came in."""

from django.db import migrations
from django.db.models import F

GAP = 10**9  # a second, as between items that are added one by one


def spread(apps, schema_editor):
    apps.get_model("generations", "CollectionItem").objects.update(place=F("id") * GAP)


class Migration(migrations.Migration):
    dependencies = [("generations", "0007_bulk_and_own_order")]
    operations = [migrations.RunPython(spread, migrations.RunPython.noop)]
