import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0004_keys_and_speakers_from_earlier_rows"),
    ]

    operations = [
        migrations.RemoveField(model_name="eventsession", name="speakers"),
        migrations.RemoveField(model_name="eventevidence", name="takeaway_position"),
        migrations.AlterField(
            model_name="eventsession", name="key", field=models.UUIDField(default=uuid.uuid4, editable=False)
        ),
        migrations.AlterField(
            model_name="eventtakeaway", name="key", field=models.UUIDField(default=uuid.uuid4, editable=False)
        ),
        migrations.AlterField(model_name="eventevidence", name="takeaway", field=models.UUIDField()),
    ]
