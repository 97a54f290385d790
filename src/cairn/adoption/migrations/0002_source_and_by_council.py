import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Which source names a use of a model, and whether it is the council itself that says so."""

    dependencies = [
        ("adoption", "0001_initial"),
        ("library", "0003_sources_milestones_and_unpublished_evaluations"),
    ]

    operations = [
        migrations.AddField(
            "adoption",
            "source",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="library.source",
            ),
        ),
        migrations.AddField("adoption", "by_council", models.BooleanField(default=False)),
    ]
