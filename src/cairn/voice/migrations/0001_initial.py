import cairn.voice.models.safeguarding
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
        ('records', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Challenge',
            fields=[
                ('record_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='records.record')),
                ('starter_key', models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True)),
                ('starter_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('for_whom', models.CharField(blank=True, max_length=300)),
                ('why_now', models.TextField(blank=True, max_length=3000)),
                ('viewpoints', models.JSONField(blank=True, default=list)),
                ('whose_words', models.TextField(blank=True, max_length=3000)),
                ('measures', models.JSONField(blank=True, default=list)),
                ('measures_note', models.TextField(blank=True, max_length=2000)),
                ('who_to_ask', models.TextField(blank=True, max_length=1000)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='challenges', to='places.place')),
            ],
            options={
                'abstract': False,
            },
            bases=('records.record',),
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('record_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='records.record')),
                ('for_whom', models.CharField(blank=True, max_length=300)),
                ('viewpoints', models.JSONField(blank=True, default=list)),
                ('how_we_know', models.TextField(blank=True, max_length=3000)),
                ('what_would_help', models.TextField(blank=True, max_length=3000)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='places.place')),
            ],
            options={
                'abstract': False,
            },
            bases=('records.record',),
        ),
        migrations.CreateModel(
            name='SafeguardingConcern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=cairn.voice.models.safeguarding.new_concern_key, editable=False, max_length=16, unique=True)),
                ('words', models.TextField(blank=True, max_length=3000)),
                ('contact', models.CharField(blank=True, max_length=200)),
                ('sent_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('last_chased_at', models.DateTimeField(blank=True, null=True)),
                ('times_chased', models.PositiveSmallIntegerField(default=0)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('done', models.TextField(blank=True, max_length=1000)),
                ('cleared_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='places.organisation')),
                ('sender', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('closed_at', None), ('opened_at__isnull', False), _connector='OR'), name='concern_opened_before_closed'), models.CheckConstraint(condition=models.Q(('cleared_at', None), models.Q(('contact', ''), ('words', '')), _connector='OR'), name='concern_cleared_has_no_words')],
            },
        ),
        migrations.CreateModel(
            name='SafetyPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'Safeguarding lead'), ('deputy', 'Deputy')], max_length=10)),
                ('named_at', models.DateTimeField()),
                ('agreed_at', models.DateTimeField(blank=True, null=True)),
                ('is_self_named', models.BooleanField(default=False)),
                ('away_from', models.DateField(blank=True, null=True)),
                ('away_until', models.DateField(blank=True, null=True)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='safety_posts', to='places.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='safety_posts', to='places.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'role'), name='safety_post_once'), models.UniqueConstraint(fields=('membership',), name='safety_post_one_per_person'), models.CheckConstraint(condition=models.Q(models.Q(('away_from', None), ('away_until', None)), ('away_until__gte', models.F('away_from')), _connector='OR'), name='safety_post_away_in_order')],
            },
        ),
    ]
