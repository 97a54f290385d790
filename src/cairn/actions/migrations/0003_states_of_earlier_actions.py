from django.db import migrations


def say_where_they_stand(apps, schema_editor):
    """Until now an action was given to somebody who had agreed, and was open or done."""
    actions = apps.get_model('actions', 'Action').objects
    actions.filter(done_date=None).update(state='accepted')
    actions.exclude(done_date=None).update(state='done')


class Migration(migrations.Migration):

    dependencies = [
        ('actions', '0002_acts_owners_and_calendars'),
    ]

    operations = [
        migrations.RunPython(say_where_they_stand, migrations.RunPython.noop),
    ]
