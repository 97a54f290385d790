import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('unit', models.CharField(choices=[('count', 'Count'), ('rate', 'Rate'), ('percentage', 'Percentage'), ('amount', 'Amount'), ('unstated', 'Unstated')], max_length=10)),
            ],
            options={
                'verbose_name_plural': 'series',
            },
        ),
        migrations.CreateModel(
            name='FetchedVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data_set', models.CharField(max_length=64)),
                ('version', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=300)),
                ('sha256', models.CharField(max_length=64)),
                ('fetched_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('data_set', 'version'), name='fetched_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('framework', models.CharField(max_length=20)),
                ('kind', models.CharField(max_length=60)),
                ('inspected_on', models.DateField(blank=True, null=True)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('theme', models.CharField(blank=True, max_length=200)),
                ('link', models.URLField(blank=True, max_length=300)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
        ),
        migrations.CreateModel(
            name='MeasureProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField(default=dict)),
                ('changed_at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('family', models.CharField(max_length=30)),
                ('content', models.CharField(choices=[('figures', 'Figures'), ('inspections', 'Inspections'), ('neighbours', 'Neighbours'), ('dictionary', 'Dictionary'), ('areas', 'Areas'), ('report', 'Report')], default='figures', max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('publisher', models.CharField(max_length=100)),
                ('licence', models.CharField(max_length=100)),
                ('original_name', models.CharField(max_length=255)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('raw_file', models.FileField(blank=True, max_length=200, upload_to='')),
                ('latest_year', models.PositiveSmallIntegerField(null=True)),
                ('file_date', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('loading', 'Loading'), ('waiting', 'Waiting'), ('live', 'Live'), ('withdrawn', 'Withdrawn')], default='loading', max_length=10)),
                ('is_fictional', models.BooleanField(default=False)),
                ('imported_at', models.DateTimeField()),
                ('rows', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('notes', models.JSONField(default=list)),
                ('unknown_places', models.JSONField(default=list)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'live'), _negated=True), ('latest_year__isnull', False), models.Q(('content', 'figures'), _negated=True), _connector='OR'), name='release_live_has_latest_year')],
            },
        ),
        migrations.CreateModel(
            name='InspectionReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('inspection', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='report', to='indicators.inspection')),
                ('release', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='report', to='indicators.release')),
            ],
        ),
        migrations.AddField(
            model_name='inspection',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inspections', to='indicators.release'),
        ),
        migrations.CreateModel(
            name='DictionaryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series_key', models.CharField(db_index=True, max_length=100)),
                ('topic', models.CharField(max_length=100)),
                ('title', models.CharField(max_length=300)),
                ('unit', models.CharField(blank=True, max_length=150)),
                ('polarity', models.CharField(blank=True, max_length=10)),
                ('decimals', models.PositiveSmallIntegerField(null=True)),
                ('year_type', models.CharField(blank=True, max_length=60)),
                ('description', models.TextField(blank=True)),
                ('method', models.TextField(blank=True)),
                ('links', models.TextField(blank=True)),
                ('last_update', models.CharField(blank=True, max_length=60)),
                ('next_update', models.CharField(blank=True, max_length=60)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='indicators.release')),
            ],
            options={
                'verbose_name_plural': 'dictionary entries',
            },
        ),
        migrations.CreateModel(
            name='PublishedYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('span', models.PositiveSmallIntegerField(default=1)),
                ('label', models.CharField(max_length=30)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='published_years', to='indicators.release')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published_years', to='indicators.series')),
            ],
        ),
        migrations.CreateModel(
            name='SharedFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('others', models.CharField(max_length=200)),
                ('year', models.PositiveSmallIntegerField()),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shared_figures', to='indicators.release')),
            ],
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(blank=True, max_length=200, upload_to='uploads/%Y/%m')),
                ('original_name', models.CharField(max_length=255)),
                ('given_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('queued', 'waits to be read'), ('reading', 'is being read'), ('ready', 'waits for your yes'), ('refused', 'was refused'), ('live', 'is live'), ('dropped', 'was not taken')], default='queued', max_length=10)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('problem', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('release', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='upload', to='indicators.release')),
            ],
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(choices=[('overall', 'Overall effectiveness'), ('leaders', 'The impact of leaders on social work practice'), ('help', 'Children who need help and protection'), ('in_care', 'Children in care'), ('care_leavers', 'Care leavers'), ('in_care_and_leavers', 'Children in care and care leavers')], max_length=20)),
                ('grade', models.CharField(choices=[('outstanding', 'Outstanding'), ('good', 'Good'), ('requires_improvement', 'Requires improvement to be good'), ('inadequate', 'Inadequate')], max_length=20)),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='judgements', to='indicators.inspection')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('inspection', 'area'), name='judgement_once_per_area')],
            },
        ),
        migrations.CreateModel(
            name='MeasureFollow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=60)),
                ('since', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'measure'), name='measure_followed_once')],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.FloatField(null=True)),
                ('status', models.CharField(choices=[('number', 'a number'), ('suppressed', 'hidden by the publisher because it is small'), ('rounds_to_zero', 'more than nothing, but rounds to zero'), ('low_reliability', 'left out by the publisher as not reliable'), ('not_available', 'not available to the publisher'), ('not_applicable', 'does not apply, for example because the council did not exist'), ('missing', 'missing'), ('low', 'low (the publisher does not say how low)'), ('shared', 'published for two councils together, and not to be told apart'), ('source_error', 'an error in the published file')], max_length=16)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('published_year', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='observations', to='indicators.publishedyear')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('published_year', 'place'), name='observation_once_per_place'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'number'), ('value__isnull', False)), models.Q(('value__isnull', True), models.Q(('status', 'number'), _negated=True)), _connector='OR'), name='observation_value_or_reason')],
            },
        ),
        migrations.CreateModel(
            name='Neighbour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField()),
                ('closeness', models.CharField(max_length=20)),
                ('neighbour', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='neighbours', to='places.place')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='neighbours', to='indicators.release')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('release', 'place', 'rank'), name='neighbour_once_per_rank'), models.UniqueConstraint(fields=('release', 'place', 'neighbour'), name='neighbour_once'), models.CheckConstraint(condition=models.Q(('place', models.F('neighbour')), _negated=True), name='neighbour_is_another')],
            },
        ),
        migrations.AddIndex(
            model_name='inspection',
            index=models.Index(fields=['place', 'inspected_on'], name='inspection_by_place'),
        ),
        migrations.AddConstraint(
            model_name='dictionaryentry',
            constraint=models.UniqueConstraint(fields=('release', 'series_key', 'topic'), name='dictionary_entry_once_per_topic'),
        ),
        migrations.AddIndex(
            model_name='publishedyear',
            index=models.Index(fields=['series', 'year'], name='published_year_by_series'),
        ),
        migrations.AddConstraint(
            model_name='publishedyear',
            constraint=models.UniqueConstraint(fields=('release', 'series', 'year', 'span'), name='published_year_once_per_release'),
        ),
        migrations.AddConstraint(
            model_name='sharedfigure',
            constraint=models.UniqueConstraint(fields=('release', 'place', 'year'), name='shared_figure_once'),
        ),
    ]
