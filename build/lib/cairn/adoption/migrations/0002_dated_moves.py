import django.db.models.deletion
from django.db import migrations, models


def make_moves(apps, schema_editor):
    """What stood as "since" becomes the move it always was."""
    Adoption, AdoptionMove = apps.get_model("adoption", "Adoption"), apps.get_model("adoption", "AdoptionMove")
    for adoption in Adoption.objects.exclude(since="").iterator():
        AdoptionMove.objects.create(adoption=adoption, status="started", moved_on=adoption.since)


class Migration(migrations.Migration):

    dependencies = [
        ('adoption', '0001_using_a_model'),
    ]

    operations = [
        migrations.AddField(
            model_name='adoption',
            name='who_to_ask',
            field=models.TextField(blank=True, max_length=1000),
        ),
        migrations.AlterField(
            model_name='adoption',
            name='starter_key',
            field=models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True),
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
        migrations.RunPython(make_moves, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='adoption',
            name='since',
        ),
    ]
