import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("generations", "0014_words_statistics")]

    operations = [
        migrations.CreateModel(
            name="Uncounted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(db_index=True, max_length=20)),
                ("hides", models.BooleanField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
    ]
