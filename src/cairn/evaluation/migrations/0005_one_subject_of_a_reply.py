"""A right of reply is about one record, a model or a plan, instead of about one of two keys."""

from django.db import migrations, models
from django.db.models import F
from django.db.models.deletion import CASCADE, SET_NULL
from django.db.models.functions import Coalesce


def copy_subjects(apps, schema_editor):
    rights = apps.get_model("evaluation", "RightOfReply").objects
    rights.update(record_id=Coalesce(F("practice_model_id"), F("plan_id")))


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0004_plans_know_what_they_test"), ("records", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="rightofreply", name="right_of_reply_has_one_subject"),
        migrations.AlterField(
            model_name="rightofreply",
            name="evaluation",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=SET_NULL, related_name="+", to="evaluation.evaluation"
            ),
        ),
        migrations.AddField(
            model_name="rightofreply",
            name="record",
            field=models.ForeignKey(null=True, on_delete=CASCADE, related_name="+", to="records.record"),
        ),
        migrations.RunPython(copy_subjects, migrations.RunPython.noop),
        migrations.RemoveField(model_name="rightofreply", name="plan"),
        migrations.RemoveField(model_name="rightofreply", name="practice_model"),
        migrations.AlterField(
            model_name="rightofreply",
            name="record",
            field=models.ForeignKey(on_delete=CASCADE, related_name="rights_of_reply", to="records.record"),
        ),
    ]
