import cairn.boards.models.blocks
import cairn.boards.models.versions
import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BoardIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NamedDeciderTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
            ],
            options={
                'verbose_name': 'Decision of the person named on the board',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='BoardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('topic', models.CharField(max_length=20)),
                ('sentence', models.CharField(max_length=200)),
                ('introduction', models.TextField(max_length=700)),
                ('what_changed', models.CharField(max_length=300)),
                ('body', wagtail.fields.StreamField([('insight', 0), ('example', 4), ('method', 5), ('condition', 9), ('reference', 10), ('paragraph', 11)], blank=True, block_lookup={0: ('cairn.boards.models.blocks.RecordBlock', (), {'icon': 'pick', 'kinds': ('insight',), 'label': 'Insight'}), 1: ('cairn.boards.models.blocks.RecordBlock', (), {'kinds': ('project', 'adoption', 'practice_model', 'lesson'), 'label': 'Project, model, council using one, or lesson'}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'What happened, in two or three sentences', 'max_length': 400, 'rows': 3}), 3: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('well', 'It went well'), ('badly', 'It did not go well'), ('not_known', 'Mixed or unclear')], 'label': 'How it went'}), 4: ('wagtail.blocks.StructBlock', [[('record', 1), ('what_happened', 2), ('went', 3)]], {}), 5: ('cairn.boards.models.blocks.RecordBlock', (), {'icon': 'list-ul', 'kinds': ('method',), 'label': 'Method'}), 6: ('wagtail.blocks.ChoiceBlock', [], {'choices': cairn.boards.models.blocks.list_terms, 'label': 'Condition'}), 7: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('helps', 'Helps'), ('hinders', 'Gets in the way')], 'label': 'What it does'}), 8: ('wagtail.blocks.TextBlock', (), {'label': 'How, in a sentence', 'max_length': 300, 'rows': 2}), 9: ('wagtail.blocks.StructBlock', [[('term', 6), ('side', 7), ('words', 8)]], {}), 10: ('cairn.boards.models.blocks.SourceBlock', (), {'icon': 'openquote', 'label': 'Reference'}), 11: ('wagtail.blocks.TextBlock', (), {'icon': 'pilcrow', 'label': 'Paragraph', 'max_length': 600, 'rows': 4})})),
                ('starter_key', models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True)),
                ('starter_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('decider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='boards_to_decide', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced_by', to='boards.boardpage')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='BoardVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('what_changed', models.CharField(max_length=300)),
                ('published_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='boards.boardpage')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.revision')),
            ],
        ),
        migrations.CreateModel(
            name='BoardFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(choices=[('poster', 'Poster, A3'), ('handout', 'Handout, A4'), ('slides', 'Slides'), ('sheet', 'Introductory sheet, A4')], max_length=8)),
                ('fingerprint', models.CharField(max_length=64)),
                ('cited', models.JSONField(default=list)),
                ('file', models.FileField(blank=True, max_length=200, upload_to=cairn.boards.models.versions.make_path)),
                ('requested_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='boards.boardversion')),
            ],
        ),
        migrations.CreateModel(
            name='BoardFollow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='board_follows', to=settings.AUTH_USER_MODEL)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='boards.boardpage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'board'), name='board_follow_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='boardversion',
            constraint=models.UniqueConstraint(fields=('board', 'number'), name='board_version_number_once'),
        ),
        migrations.AddConstraint(
            model_name='boardfile',
            constraint=models.UniqueConstraint(fields=('version', 'form'), name='board_file_once'),
        ),
        migrations.AddConstraint(
            model_name='boardfile',
            constraint=models.UniqueConstraint(condition=models.Q(('version', None)), fields=('form',), name='sheet_file_once'),
        ),
        migrations.AddConstraint(
            model_name='boardfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('form', 'sheet'), ('version', None)), models.Q(('version__isnull', False), models.Q(('form', 'sheet'), _negated=True)), _connector='OR'), name='board_file_of_a_version_or_the_sheet'),
        ),
    ]
