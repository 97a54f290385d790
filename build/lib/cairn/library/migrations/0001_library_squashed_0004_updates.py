# Made by squashmigrations: a new site is set up in three quarters of the time. Older ones go by the four it replaces.

import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("library", "0001_library"),
        ("library", "0002_library_whole"),
        ("library", "0003_risks"),
        ("library", "0004_updates"),
    ]

    dependencies = [
        ("places", "0002_parts_of_places"),
        ("records", "0001_records"),
        ("records", "0004_papers_among_the_kinds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PracticeModel",
            fields=[
                (
                    "record_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="records.record",
                    ),
                ),
                ("starter_key", models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True)),
                ("starter_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("for_whom", models.CharField(blank=True, max_length=300)),
                ("aims", models.TextField(blank=True, max_length=3000)),
                ("takes", models.TextField(blank=True, max_length=3000)),
                ("not_known", models.TextField(blank=True, max_length=3000)),
                ("age_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("age_to", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("helps", models.TextField(blank=True, max_length=3000)),
                ("hinders", models.TextField(blank=True, max_length=3000)),
                ("needs", models.JSONField(blank=True, default=list)),
                ("originator", models.CharField(blank=True, max_length=300)),
                ("types", models.JSONField(blank=True, default=list)),
                ("who_to_ask", models.TextField(blank=True, max_length=1000)),
            ],
            options={
                "abstract": False,
            },
            bases=("records.record",),
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "record_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="records.record",
                    ),
                ),
                ("starter_key", models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True)),
                ("starter_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("aims", models.TextField(blank=True, max_length=3000)),
                ("learnt", models.TextField(blank=True, max_length=3000)),
                ("not_known", models.TextField(blank=True, max_length=3000)),
                (
                    "places",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="programmes", to="places.place"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("records.record",),
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("address", models.URLField(blank=True, max_length=500)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("publisher", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("not_checked", "not checked"), ("works", "works"), ("dead", "no longer works")],
                        default="not_checked",
                        max_length=12,
                    ),
                ),
                ("year", models.CharField(blank=True, max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("E", "Independent evaluation or research"),
                            ("G", "Government, inspectorate, auditor or Parliament"),
                            ("C", "The council or the body that delivers it"),
                            ("N", "Press"),
                            ("S", "Second-hand account of an evaluation"),
                        ],
                        max_length=1,
                    ),
                ),
                ("amount", models.PositiveBigIntegerField(blank=True, null=True)),
                ("words", models.CharField(max_length=200)),
                ("given_on", models.CharField(blank=True, max_length=10)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EvaluationReport",
            fields=[
                (
                    "record_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="records.record",
                    ),
                ),
                ("starter_key", models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True)),
                ("starter_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("number", models.CharField(blank=True, max_length=100)),
                ("published", models.CharField(blank=True, max_length=10)),
                ("authors", models.CharField(blank=True, max_length=300)),
                ("publisher", models.CharField(blank=True, max_length=200)),
                ("design", models.TextField(blank=True, max_length=3000)),
                ("outcomes", models.TextField(blank=True, max_length=3000)),
                ("negative", models.TextField(blank=True, max_length=3000)),
                ("harms", models.TextField(blank=True, max_length=3000)),
                ("costs", models.TextField(blank=True, max_length=3000)),
                ("limits", models.TextField(blank=True, max_length=3000)),
                ("what_was_read", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "abstract": False,
            },
            bases=("records.record",),
        ),
        migrations.CreateModel(
            name="Method",
            fields=[
                (
                    "record_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="records.record",
                    ),
                ),
                ("starter_key", models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True)),
                ("starter_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("how", models.TextField(blank=True, max_length=3000)),
                ("family", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "abstract": False,
            },
            bases=("records.record",),
        ),
        migrations.CreateModel(
            name="MethodUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("E", "Independent evaluation or research"),
                            ("G", "Government, inspectorate, auditor or Parliament"),
                            ("C", "The council or the body that delivers it"),
                            ("N", "Press"),
                            ("S", "Second-hand account of an evaluation"),
                        ],
                        max_length=1,
                    ),
                ),
                (
                    "helped",
                    models.CharField(
                        choices=[
                            ("helped", "Helped"),
                            ("did_not_help", "Did not help"),
                            ("mixed", "Helped in part"),
                            ("not_said", "Not said in any source we read"),
                        ],
                        max_length=14,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("conditions", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("E", "Independent evaluation or research"),
                            ("G", "Government, inspectorate, auditor or Parliament"),
                            ("C", "The council or the body that delivers it"),
                            ("N", "Press"),
                            ("S", "Second-hand account of an evaluation"),
                        ],
                        max_length=1,
                    ),
                ),
                ("happened_on", models.CharField(max_length=10)),
                ("what", models.CharField(max_length=300)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("E", "Independent evaluation or research"),
                            ("G", "Government, inspectorate, auditor or Parliament"),
                            ("C", "The council or the body that delivers it"),
                            ("N", "Press"),
                            ("S", "Second-hand account of an evaluation"),
                        ],
                        max_length=1,
                    ),
                ),
                (
                    "move",
                    models.CharField(
                        choices=[
                            ("mobilising", "Mobilising"),
                            ("designing", "Designing"),
                            ("developing", "Developing"),
                            ("integrating", "Integrating"),
                            ("growing", "Growing"),
                            ("system_change", "System change"),
                            ("paused", "Paused"),
                            ("resumed", "Taken up again"),
                            ("handed_on", "Handed on to somebody else"),
                            ("ended", "Ended"),
                        ],
                        max_length=14,
                    ),
                ),
                ("moved_on", models.CharField(max_length=10)),
                ("note", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("E", "Independent evaluation or research"),
                            ("G", "Government, inspectorate, auditor or Parliament"),
                            ("C", "The council or the body that delivers it"),
                            ("N", "Press"),
                            ("S", "Second-hand account of an evaluation"),
                        ],
                        max_length=1,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("definition", models.CharField(blank=True, max_length=500)),
                ("measure", models.CharField(blank=True, max_length=60)),
                ("baseline", models.CharField(blank=True, max_length=200)),
                ("baseline_on", models.CharField(blank=True, max_length=10)),
                ("target", models.CharField(blank=True, max_length=200)),
                ("result", models.CharField(blank=True, max_length=200)),
                ("result_on", models.CharField(blank=True, max_length=10)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("E", "Independent evaluation or research"),
                            ("G", "Government, inspectorate, auditor or Parliament"),
                            ("C", "The council or the body that delivers it"),
                            ("N", "Press"),
                            ("S", "Second-hand account of an evaluation"),
                        ],
                        max_length=1,
                    ),
                ),
                ("scale", models.CharField(max_length=100)),
                ("level", models.CharField(max_length=100)),
                ("rated_by", models.CharField(max_length=200)),
                ("rated_on", models.CharField(max_length=10)),
                ("where", models.CharField(max_length=300)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReportedJudgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("judged_on", models.CharField(max_length=10)),
                ("area", models.CharField(max_length=20)),
                ("grade", models.CharField(max_length=20)),
                ("framework", models.CharField(max_length=60)),
                ("words", models.CharField(blank=True, max_length=300)),
                (
                    "source_grade",
                    models.CharField(
                        choices=[
                            ("E", "Independent evaluation or research"),
                            ("G", "Government, inspectorate, auditor or Parliament"),
                            ("C", "The council or the body that delivers it"),
                            ("N", "Press"),
                            ("S", "Second-hand account of an evaluation"),
                        ],
                        max_length=1,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "record_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="records.record",
                    ),
                ),
                ("starter_key", models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True)),
                ("starter_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("aims", models.TextField(blank=True, max_length=3000)),
                ("money", models.CharField(blank=True, max_length=200)),
                ("started", models.CharField(blank=True, max_length=10)),
                ("ended", models.CharField(blank=True, max_length=10)),
                ("not_known", models.TextField(blank=True, max_length=3000)),
            ],
            options={
                "abstract": False,
            },
            bases=("records.record",),
        ),
        migrations.CreateModel(
            name="ShortListed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SystemPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("E", "Independent evaluation or research"),
                            ("G", "Government, inspectorate, auditor or Parliament"),
                            ("C", "The council or the body that delivers it"),
                            ("N", "Press"),
                            ("S", "Second-hand account of an evaluation"),
                        ],
                        max_length=1,
                    ),
                ),
                ("part", models.CharField(max_length=200)),
                ("before", models.CharField(blank=True, max_length=500)),
                ("after", models.CharField(blank=True, max_length=500)),
                ("measured_by", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "record_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="records.record",
                    ),
                ),
                ("starter_key", models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True)),
                ("starter_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("E", "Independent evaluation or research"),
                            ("G", "Government, inspectorate, auditor or Parliament"),
                            ("C", "The council or the body that delivers it"),
                            ("N", "Press"),
                            ("S", "Second-hand account of an evaluation"),
                        ],
                        max_length=1,
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("for", "In favour"),
                            ("against", "Against"),
                            ("nothing", "No difference found, or not shown"),
                            ("context", "Facts around it"),
                        ],
                        max_length=8,
                    ),
                ),
                ("denominator", models.CharField(blank=True, max_length=200)),
                ("period", models.CharField(blank=True, max_length=100)),
                ("comparator", models.CharField(blank=True, max_length=200)),
                ("design", models.CharField(blank=True, max_length=200)),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="records.record"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="library.source"
                    ),
                ),
                ("preferred_because", models.CharField(blank=True, max_length=300)),
                ("question", models.CharField(blank=True, max_length=200)),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("outcome", "What changed for children and families"),
                            ("delivery", "How it was carried out"),
                            ("cost", "What it cost or saved"),
                            ("context", "What stands around it"),
                        ],
                        default="outcome",
                        max_length=8,
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=60)),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
            ],
            options={
                "abstract": False,
            },
            bases=("records.record",),
        ),
        migrations.CreateModel(
            name="Component",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("what", models.CharField(max_length=300)),
                (
                    "keep",
                    models.CharField(
                        choices=[
                            ("must_keep", "Must be kept"),
                            ("may_change", "May be changed"),
                            ("not_said", "Not said in any source we read"),
                        ],
                        default="not_said",
                        max_length=10,
                    ),
                ),
                (
                    "model",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="components",
                        to="library.practicemodel",
                    ),
                ),
                ("form", models.CharField(blank=True, max_length=500)),
                ("function", models.CharField(blank=True, max_length=300)),
                ("measure", models.CharField(blank=True, max_length=60)),
                ("outcome", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("model", "position"), name="component_position_once")],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "record_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="records.record",
                    ),
                ),
                ("starter_key", models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True)),
                ("starter_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("led_by", models.CharField(blank=True, max_length=200)),
                ("started", models.CharField(blank=True, max_length=10)),
                ("target_group", models.CharField(blank=True, max_length=300)),
                ("aims", models.TextField(blank=True, max_length=3000)),
                ("happened", models.TextField(blank=True, max_length=3000)),
                ("not_known", models.TextField(blank=True, max_length=3000)),
                (
                    "in_programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="library.programme",
                    ),
                ),
                (
                    "models_used",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="projects", to="library.practicemodel"
                    ),
                ),
                (
                    "places",
                    modelcluster.fields.ParentalManyToManyField(blank=True, related_name="projects", to="places.place"),
                ),
                ("age_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("age_to", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("ambition", models.TextField(blank=True, max_length=3000)),
                ("drivers", models.JSONField(blank=True, default=list)),
                ("ended", models.CharField(blank=True, max_length=10)),
                ("excluded", models.CharField(blank=True, max_length=300)),
                (
                    "funding_status",
                    models.CharField(
                        choices=[
                            ("funded", "Funded by a programme"),
                            ("not_funded", "Outside the programme: no grant was found"),
                            ("outside_sector", "From outside children’s social care"),
                            ("not_known", "Not known"),
                        ],
                        default="not_known",
                        max_length=14,
                    ),
                ),
                ("group_size", models.CharField(blank=True, max_length=200)),
                ("helps", models.TextField(blank=True, max_length=3000)),
                ("hinders", models.TextField(blank=True, max_length=3000)),
                ("needed", models.TextField(blank=True, max_length=3000)),
                ("needs", models.JSONField(blank=True, default=list)),
                ("partners", models.CharField(blank=True, max_length=500)),
                ("planned_end", models.CharField(blank=True, max_length=10)),
                ("planned_start", models.CharField(blank=True, max_length=10)),
                ("result", models.TextField(blank=True, max_length=3000)),
                ("set_off_by", models.CharField(blank=True, max_length=300)),
                ("set_off_on", models.CharField(blank=True, max_length=10)),
                ("types", models.JSONField(blank=True, default=list)),
                ("who_to_ask", models.TextField(blank=True, max_length=1000)),
            ],
            options={
                "abstract": False,
            },
            bases=("records.record",),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "not_checked"),
                    models.Q(("address__gt", ""), ("checked_at__isnull", False)),
                    _connector="OR",
                ),
                name="source_state_known_only_when_checked",
            ),
        ),
        migrations.AddField(
            model_name="award",
            name="from_programme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="awards",
                to="library.programme",
            ),
        ),
        migrations.AddField(
            model_name="award",
            name="project",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="awards", to="library.project"
            ),
        ),
        migrations.AddField(
            model_name="award",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="library.source",
            ),
        ),
        migrations.AddField(
            model_name="evaluationreport",
            name="about",
            field=models.ManyToManyField(blank=True, related_name="evaluation_reports", to="records.record"),
        ),
        migrations.AddField(
            model_name="evaluationreport",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="library.source",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="report",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="reported_claims",
                to="library.evaluationreport",
            ),
        ),
        migrations.AddField(
            model_name="methoduse",
            name="about",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="method_uses", to="records.record"
            ),
        ),
        migrations.AddField(
            model_name="methoduse",
            name="method",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="library.method"
            ),
        ),
        migrations.AddField(
            model_name="methoduse",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="library.source",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="milestones", to="library.programme"
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="library.source",
            ),
        ),
        migrations.AddField(
            model_name="projectmove",
            name="project",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="library.project"
            ),
        ),
        migrations.AddField(
            model_name="projectmove",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="library.source",
            ),
        ),
        migrations.AddField(
            model_name="projectoutcome",
            name="project",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="outcomes", to="library.project"
            ),
        ),
        migrations.AddField(
            model_name="projectoutcome",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="library.source",
            ),
        ),
        migrations.AddField(
            model_name="rating",
            name="model",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="ratings", to="library.practicemodel"
            ),
        ),
        migrations.AddField(
            model_name="rating",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="library.source",
            ),
        ),
        migrations.AddField(
            model_name="reportedjudgement",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reported_judgements", to="places.place"
            ),
        ),
        migrations.AddField(
            model_name="reportedjudgement",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="judgements", to="library.source"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="in_programme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="library.programme",
            ),
        ),
        migrations.AddField(
            model_name="award",
            name="from_round",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="awards",
                to="library.round",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="in_round",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="library.round",
            ),
        ),
        migrations.AddField(
            model_name="shortlisted",
            name="record",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.record"),
        ),
        migrations.AddField(
            model_name="shortlisted",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="short_list", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="systempart",
            name="project",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="library.project"
            ),
        ),
        migrations.AddField(
            model_name="systempart",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="library.source",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedjudgement",
            constraint=models.UniqueConstraint(
                fields=("place", "judged_on", "area", "source"), name="reported_judgement_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="shortlisted",
            constraint=models.UniqueConstraint(fields=("user", "record"), name="short_listed_once"),
        ),
        migrations.CreateModel(
            name="Risk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("E", "Independent evaluation or research"),
                            ("G", "Government, inspectorate, auditor or Parliament"),
                            ("C", "The council or the body that delivers it"),
                            ("N", "Press"),
                            ("S", "Second-hand account of an evaluation"),
                        ],
                        max_length=1,
                    ),
                ),
                ("what", models.CharField(max_length=300)),
                ("early_sign", models.CharField(blank=True, max_length=300)),
                ("who_watches", models.CharField(blank=True, max_length=200)),
                ("stop_rule", models.CharField(max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[("watching", "Watched"), ("happened", "It happened"), ("past", "No longer likely")],
                        default="watching",
                        max_length=10,
                    ),
                ),
                ("state_on", models.CharField(blank=True, max_length=10)),
                (
                    "project",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="risks", to="library.project"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("moved", models.CharField(blank=True, max_length=500)),
                ("stuck", models.CharField(blank=True, max_length=500)),
                ("needs", models.CharField(blank=True, max_length=300)),
                ("shows_need", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="updates", to="library.project"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HelpOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=500)),
                ("made_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="offers", to="library.projectupdate"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProjectCoach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("named_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="coaching", to="library.project"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coaches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agreed_at", None), ("user__isnull", False), _connector="OR"),
                        name="project_coach_who_agreed_is_somebody",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="projectupdate",
            index=models.Index(fields=["project", "-made_at"], name="project_update_newest_first"),
        ),
        migrations.AddConstraint(
            model_name="projectupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("moved", ""), _negated=True),
                    models.Q(("stuck", ""), _negated=True),
                    models.Q(("needs", ""), _negated=True),
                    _connector="OR",
                ),
                name="project_update_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(("shows_need", False), models.Q(("needs", ""), _negated=True), _connector="OR"),
                name="project_update_shows_a_need",
            ),
        ),
    ]
