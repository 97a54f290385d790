import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('library', '0001_initial'),
        ('places', '0001_initial'),
        ('records', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('record_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='records.record')),
                ('starter_key', models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True)),
                ('starter_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('changes', models.TextField(blank=True, max_length=3000)),
                ('who_says', models.CharField(blank=True, max_length=300)),
                ('who_to_ask', models.TextField(blank=True, max_length=1000)),
                ('grade', models.CharField(choices=[('E', 'Independent evaluation or research'), ('G', 'Government, inspectorate, auditor or Parliament'), ('C', 'The council or the body that delivers it'), ('N', 'Press'), ('S', 'Second-hand account of an evaluation')], max_length=1)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='places.place')),
                ('practice_model', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adoptions', to='library.practicemodel')),
            ],
            options={
                'abstract': False,
            },
            bases=('records.record',),
        ),
        migrations.CreateModel(
            name='Embedding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_on', models.DateField()),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='embedding', to='records.record')),
            ],
        ),
        migrations.CreateModel(
            name='EmbedReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('when', models.CharField(choices=[('start', 'At the start'), ('six', 'After 6 months'), ('twelve', 'After 12 months')], max_length=8)),
                ('done_at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('embedding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='adoption.embedding')),
            ],
        ),
        migrations.CreateModel(
            name='EmbedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('factor', models.CharField(max_length=40)),
                ('state', models.CharField(choices=[('in_place', 'In place'), ('partly', 'Partly'), ('not_yet', 'Not yet'), ('not_here', 'Does not matter here')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('next_step', models.CharField(blank=True, max_length=300)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='adoption.embedreview')),
            ],
        ),
        migrations.CreateModel(
            name='AdoptionMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('status', models.CharField(choices=[('considering', 'Thinking about it'), ('preparing', 'Preparing'), ('started', 'Using it'), ('paused', 'Paused'), ('resumed', 'Taken up again'), ('ended', 'Ended')], max_length=12)),
                ('moved_on', models.CharField(blank=True, max_length=10)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('adoption', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='adoption.adoption')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('adoption', 'position'), name='adoption_move_position_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='embedreview',
            constraint=models.UniqueConstraint(fields=('embedding', 'when'), name='embed_review_once'),
        ),
        migrations.AddConstraint(
            model_name='embedanswer',
            constraint=models.UniqueConstraint(fields=('review', 'factor'), name='embed_answer_once'),
        ),
    ]
