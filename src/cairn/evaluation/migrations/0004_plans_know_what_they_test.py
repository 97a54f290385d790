import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A plan names what it tests, what could be shown is kept before one is locked, and a result has all its figures."""

    dependencies = [
        ("evaluation", "0003_model_over_its_councils"),
        ("places", "0001_initial"),
        ("records", "0004_plain_words"),
    ]

    operations = [
        migrations.CreateModel(
            "ResultBundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField()),
                (
                    "evaluation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bundle", to="evaluation.evaluation"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            "evaluationplan",
            "about",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="plans_about_it",
                to="records.record",
            ),
        ),
        migrations.CreateModel(
            "Outlook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.DateField()),
                ("together", models.PositiveSmallIntegerField()),
                ("figures", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("done", "done"), ("failed", "failed")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                ("document", models.TextField(blank=True)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="outlooks", to="places.place"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "outlook",
            models.UniqueConstraint(fields=("place", "start", "together", "figures"), name="outlook_once"),
        ),
        migrations.AddConstraint(
            "outlook",
            models.CheckConstraint(
                condition=models.Q(("state", "done"), _negated=True) | models.Q(("document__gt", "")),
                name="outlook_done_only_with_its_document",
            ),
        ),
    ]
