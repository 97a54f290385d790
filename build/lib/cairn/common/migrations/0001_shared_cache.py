from django.core.management import call_command
from django.db import migrations


def create_cache_table(apps, schema_editor):
    call_command("createcachetable", "cairn_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """The table of the cache that all processes of the site share."""

    dependencies = []
    operations = [migrations.RunPython(create_cache_table, migrations.RunPython.noop)]
