from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0007_a_job_writes_tables")]

    operations = [
        migrations.AddField(model_name="report", name="is_question", field=models.BooleanField(default=False)),
    ]
