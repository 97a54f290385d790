import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
        ('records', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='EvaluationPlan',
            fields=[
                ('record_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='records.record')),
                ('is_example', models.BooleanField(default=False)),
                ('measure', models.CharField(max_length=60)),
                ('start_date', models.DateField()),
                ('direction', models.SmallIntegerField(choices=[(-1, 'a fall'), (1, 'a rise')])),
                ('smallest_change', models.FloatField()),
                ('harm_measure', models.CharField(blank=True, max_length=60)),
                ('what_was_started', models.CharField(blank=True, max_length=120)),
                ('last_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('is_national_reform', models.BooleanField(default=False)),
                ('locked_at', models.DateTimeField(blank=True, null=True)),
                ('document', models.TextField(blank=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('earlier_plans', models.PositiveIntegerField(default=0)),
                ('had_figures_when_locked', models.BooleanField(default=False)),
                ('excluded_places', models.ManyToManyField(blank=True, related_name='+', to='places.place')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluation_plans', to='places.place')),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced_by', to='evaluation.evaluationplan')),
            ],
            bases=('records.record',),
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('record_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='records.record')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('failed', 'failed')], default='waiting', max_length=10)),
                ('requested_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('document', models.TextField(blank=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('verdict', models.CharField(blank=True, max_length=40)),
                ('rules', models.PositiveSmallIntegerField(default=1)),
                ('problem', models.TextField(blank=True)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evaluations', to='evaluation.evaluationplan')),
            ],
            bases=('records.record',),
        ),
        migrations.CreateModel(
            name='EvaluationChart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.SlugField(max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('description', models.TextField()),
                ('specification', models.TextField()),
                ('svg', models.TextField()),
                ('png', models.BinaryField()),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='charts', to='evaluation.evaluation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'name'), name='one_chart_of_a_name_per_evaluation')],
            },
        ),
        migrations.AddConstraint(
            model_name='evaluationplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('document', ''), ('locked_at__isnull', True), ('sha256', '')), models.Q(('document__gt', ''), ('locked_at__isnull', False), ('sha256__gt', '')), _connector='OR'), name='plan_locked_only_with_its_document'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('document__gt', ''), ('finished_at__isnull', False), ('sha256__gt', ''), ('verdict__gt', '')), _connector='OR'), name='evaluation_done_only_with_its_document'),
        ),
    ]
