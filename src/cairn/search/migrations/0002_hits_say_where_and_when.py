from django.db import migrations, models


def empty(apps, schema_editor):
    """What has no documents is indexed again after `migrate`, with where and when; see `search.receivers.keep_up`."""
    apps.get_model("search", "SearchTag").objects.all().delete()
    apps.get_model("search", "SearchDocument").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.AddField("searchdocument", "place", models.CharField(blank=True, default="", max_length=100), False),
        migrations.AddField("searchdocument", "years", models.CharField(blank=True, default="", max_length=40), False),
        migrations.RunPython(empty, migrations.RunPython.noop),
    ]
