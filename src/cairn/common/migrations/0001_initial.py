from django.core.management import call_command
from django.db import migrations, models



def create_cache_table(apps, schema_editor):
    """The table of the cache that all processes of the site share."""
    call_command("createcachetable", "cairn_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
        migrations.CreateModel(
            name='SendCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('sender', models.CharField(max_length=32)),
                ('began_at', models.DateTimeField()),
                ('number', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name', 'sender'), name='one_count_for_each_form_and_sender')],
            },
        ),
    ]
