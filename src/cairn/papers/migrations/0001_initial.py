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
            name='Paper',
            fields=[
                ('record_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='records.record')),
                ('options', models.JSONField(blank=True, default=list)),
                ('measures', models.JSONField(blank=True, default=list)),
                ('drivers', models.JSONField(blank=True, default=list)),
                ('snapshot', models.JSONField(blank=True, default=dict)),
                ('assumptions', models.JSONField(blank=True, default=dict)),
                ('question', models.TextField(blank=True, max_length=3000)),
                ('recommendation', models.TextField(blank=True, max_length=3000)),
                ('local', models.TextField(blank=True, max_length=3000)),
                ('options_words', models.TextField(blank=True, max_length=3000)),
                ('costs', models.TextField(blank=True, max_length=3000)),
                ('risks', models.TextField(blank=True, max_length=3000)),
                ('doing_nothing', models.TextField(blank=True, max_length=3000)),
                ('voices', models.TextField(blank=True, max_length=3000)),
                ('unknowns', models.TextField(blank=True, max_length=3000)),
                ('whom_to_ring', models.TextField(blank=True, max_length=3000)),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='papers', to='records.record')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='places.place')),
            ],
            options={
                'abstract': False,
            },
            bases=('records.record',),
        ),
    ]
