from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0008_kinds_from_a_function")]

    operations = [
        migrations.AddField(model_name="report", name="is_question", field=models.BooleanField(default=False)),
    ]
