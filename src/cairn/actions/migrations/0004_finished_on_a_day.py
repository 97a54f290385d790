from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actions', '0003_states_of_earlier_actions'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_date__isnull', False), ('state__in', ('done', 'differently'))), models.Q(models.Q(('state__in', ('done', 'differently')), _negated=True), ('done_date', None)), _connector='OR'), name='action_finished_on_a_day'),
        ),
    ]
