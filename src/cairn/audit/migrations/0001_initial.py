from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('action', models.CharField(max_length=60)),
                ('by', models.BigIntegerField(blank=True, null=True)),
                ('target', models.CharField(max_length=30)),
                ('key', models.CharField(max_length=40)),
                ('detail', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['target', 'key', '-at'], name='audit_of_one_thing')],
            },
        ),
    ]
