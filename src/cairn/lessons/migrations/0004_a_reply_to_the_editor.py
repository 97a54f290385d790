from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lessons", "0003_codes_keep_working")]

    operations = [
        migrations.AddField("namelessdraft", "reply", models.CharField(blank=True, max_length=500)),
    ]
