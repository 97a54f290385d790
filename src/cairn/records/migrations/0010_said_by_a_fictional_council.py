from django.db import migrations, models


def mark_fictional(apps, schema_editor):
    record = apps.get_model("records", "Record")
    record.objects.filter(organisation__is_fictional=True).update(is_fictional=True)


class Migration(migrations.Migration):
    dependencies = [("records", "0009_reports_that_ask")]

    operations = [
        migrations.AddField("record", "is_fictional", models.BooleanField(default=False, editable=False)),
        migrations.RunPython(mark_fictional, migrations.RunPython.noop),
    ]
