import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """How a source was read, evaluations that are not published, and milestones of any entry, not of programmes only."""

    dependencies = [
        ("library", "0002_outcomes_studies_and_costs"),
        ("places", "0001_initial"),
        ("records", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "source",
            "how_read",
            models.CharField(
                blank=True,
                choices=[
                    ("page", "Page read at this address"),
                    ("record", "Address from a catalogue record; the page itself was not read"),
                    ("copy", "Read in a copy; the publisher’s own page was not found"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddField("source", "copy_address", models.URLField(blank=True, max_length=500)),
        migrations.AddField("source", "note", models.CharField(blank=True, max_length=300)),
        migrations.AddField(
            "evaluationreport",
            "state",
            models.CharField(
                choices=[
                    ("published", "Published"),
                    ("running", "No result found yet"),
                    ("stopped", "Stopped before it could report"),
                ],
                default="published",
                max_length=10,
            ),
        ),
        migrations.AddField("evaluationreport", "began", models.CharField(blank=True, max_length=10)),
        migrations.AddField("evaluationreport", "due", models.CharField(blank=True, max_length=10)),
        migrations.AddField("evaluationreport", "why_unpublished", models.TextField(blank=True, max_length=3000)),
        # A programme's key is that of its record, so what hung on the programme hangs on the record.
        migrations.RenameField("milestone", "programme", "about"),
        migrations.AlterField(
            "milestone",
            "about",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="milestones", to="records.record"
            ),
        ),
        migrations.AddField(
            "milestone",
            "place",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="milestones",
                to="places.place",
            ),
        ),
        migrations.AddField(
            "milestone",
            "kind",
            models.CharField(
                choices=[
                    ("event", "Event"),
                    ("funding", "Funding"),
                    ("spread", "Use elsewhere"),
                    ("inspection", "Inspection"),
                    ("evaluation", "Evaluation"),
                    ("organisation", "Organisation"),
                    ("law", "Law and policy"),
                    ("ended", "Ended"),
                ],
                default="event",
                max_length=12,
            ),
        ),
    ]
