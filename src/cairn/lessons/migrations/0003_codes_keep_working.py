from django.db import migrations, models
from django.db.models import CASCADE, Q


def keep_codes(apps, schema_editor):
    """Each code that was given out goes on working."""
    code = apps.get_model("lessons", "LessonCode")
    lesson = apps.get_model("lessons", "Lesson")
    draft = apps.get_model("lessons", "NamelessDraft")
    lesson.objects.exclude(code_sha256="").update(is_nameless=True)
    for name, model in (("lesson", lesson), ("draft", draft)):
        for pk, sha256 in model.objects.exclude(code_sha256="").values_list("pk", "code_sha256"):
            code.objects.get_or_create(sha256=sha256, defaults={f"{name}_id": pk})


class Migration(migrations.Migration):
    dependencies = [("lessons", "0002_answers_stay_without_a_name")]

    operations = [
        migrations.AddField("lesson", "is_nameless", models.BooleanField(default=False, editable=False)),
        migrations.CreateModel(
            name="LessonCode",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "draft",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=CASCADE, related_name="codes", to="lessons.namelessdraft"
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=CASCADE, related_name="codes", to="lessons.lesson"
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint("lesson", "lesson_code_once"),
        migrations.RemoveConstraint("namelessdraft", "nameless_draft_sent_with_a_code"),
        migrations.RunPython(keep_codes, migrations.RunPython.noop),
        migrations.RemoveField("lesson", "code_sha256"),
        migrations.RemoveField("namelessdraft", "code_sha256"),
        migrations.AddConstraint(
            "lessoncode",
            models.CheckConstraint(
                name="lesson_code_withdraws_one_thing",
                condition=Q(draft=None, lesson__isnull=False) | Q(draft__isnull=False, lesson=None),
            ),
        ),
    ]
