import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('records', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LearningEvent',
            fields=[
                ('record_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='records.record')),
                ('starter_key', models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True)),
                ('starter_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('theme', models.CharField(blank=True, max_length=200)),
                ('held_on', models.CharField(blank=True, max_length=10)),
                ('venue', models.CharField(blank=True, max_length=200)),
                ('hosts', models.CharField(blank=True, max_length=300)),
                ('audience', models.CharField(blank=True, max_length=300)),
                ('outputs', models.TextField(blank=True, max_length=3000)),
                ('not_known', models.TextField(blank=True, max_length=3000)),
            ],
            options={
                'abstract': False,
            },
            bases=('records.record',),
        ),
        migrations.CreateModel(
            name='EventTakeaway',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('event', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='takeaways', to='events.learningevent')),
            ],
        ),
        migrations.CreateModel(
            name='EventSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('speakers', models.TextField(blank=True, max_length=1000)),
                ('topic', models.CharField(blank=True, max_length=40)),
                ('notes', models.CharField(blank=True, max_length=500)),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.record')),
                ('event', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='events.learningevent')),
            ],
        ),
        migrations.CreateModel(
            name='EventEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('takeaway', models.PositiveSmallIntegerField()),
                ('says', models.CharField(choices=[('supports', 'It supports the takeaway'), ('contradicts', 'It speaks against the takeaway')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('record', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.record')),
                ('event', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='events.learningevent')),
            ],
        ),
    ]
