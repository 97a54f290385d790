import cairn.records.kinds
import cairn.records.models.files
import cairn.records.models.record
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('kind', models.CharField(choices=cairn.records.kinds.get_kind_choices, editable=False, max_length=20)),
                ('slug', models.SlugField(default=cairn.records.models.record.new_slug, editable=False, max_length=60, unique=True)),
                ('title', models.CharField(max_length=150)),
                ('summary', models.CharField(blank=True, max_length=500)),
                ('sharing', models.CharField(choices=[('team', 'Your team only'), ('organisation', 'Your organisation'), ('circle', 'A circle'), ('public', 'Everybody')], default='team', max_length=12)),
                ('consent', models.CharField(choices=[('not_needed', 'Not needed: nobody can be recognised in it'), ('waiting', 'Asked for, not given yet'), ('given', 'Given'), ('taken_back', 'Taken back')], default='not_needed', max_length=12)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('is_fictional', models.BooleanField(default=False, editable=False)),
                ('live', models.BooleanField(default=False, editable=False)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='records', to=settings.AUTH_USER_MODEL)),
                ('circle', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='places.circle')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='records.record')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='places.organisation')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='places.team')),
            ],
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='records.record')),
            ],
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(default=cairn.records.models.record.new_slug, editable=False, max_length=20, unique=True)),
                ('title', models.CharField(max_length=150)),
                ('name', models.CharField(max_length=120)),
                ('file', models.FileField(max_length=200, upload_to=cairn.records.models.files.make_path)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('checking', 'being checked'), ('ready', 'ready'), ('refused', 'refused')], default='checking', max_length=10)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('text', models.TextField(blank=True)),
                ('access_text', models.TextField(blank=True, max_length=3000)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='records.record')),
            ],
        ),
        migrations.CreateModel(
            name='RecordFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(choices=[('pdf', 'PDF'), ('docx', 'Word')], max_length=4)),
                ('fingerprint', models.CharField(max_length=64)),
                ('file', models.FileField(blank=True, max_length=200, upload_to=cairn.records.models.files.make_path)),
                ('requested_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='records.record')),
            ],
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_question', models.BooleanField(default=False)),
                ('text', models.TextField(max_length=2000)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('reported_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True, max_length=2000)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='places.place')),
                ('record', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='records.record')),
                ('reporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('decision', models.CharField(choices=[('waiting', 'waiting'), ('approved', 'approved'), ('changes', 'changes asked for')], default='waiting', max_length=10)),
                ('comment', models.CharField(blank=True, max_length=1000)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='records.record')),
            ],
        ),
        migrations.CreateModel(
            name='SavedForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(max_length=30)),
                ('answers', models.JSONField()),
                ('saved_at', models.DateTimeField()),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_forms', to='records.record')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_forms', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Tie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(choices=[('comes_from', 'comes from'), ('part_of', 'is part of'), ('inspired_by', 'was inspired by'), ('supports', 'supports'), ('contradicts', 'contradicts')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField()),
                ('is_structural', models.BooleanField(default=False)),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties_out', to='records.record')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties_in', to='records.record')),
            ],
        ),
        migrations.CreateModel(
            name='BulkImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('rows', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'waits for your yes'), ('queued', 'is being written'), ('done', 'is written')], default='waiting', max_length=10)),
                ('seen', models.CharField(blank=True, max_length=64)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('number_started', models.PositiveIntegerField(default=0)),
                ('number_changed', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bulk_imports', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('by', 'kind'), name='one_table_of_a_kind_waits_per_person')],
            },
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['-updated_at'], name='record_newest_first'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['kind', '-updated_at'], name='record_newest_of_kind'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('circle__isnull', False), ('sharing', 'circle')), models.Q(models.Q(('sharing', 'circle'), _negated=True), ('circle', None)), _connector='OR'), name='record_in_a_circle_names_it'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('team', None), ('organisation__isnull', False), _connector='OR'), name='record_team_belongs_to_an_organisation'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sharing', 'organisation'), _negated=True), ('organisation__isnull', False), _connector='OR'), name='record_of_an_organisation_needs_one'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('live', False), ('sharing', 'team'), ('consent__in', ['not_needed', 'given']), _connector='OR'), name='record_published_beyond_team_only_with_consent'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('live', False), ('summary', ''), ('title', '')), _connector='OR'), name='record_withdrawn_is_not_live_and_has_no_words'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('live', False), models.Q(('merged_into', models.F('id')), _negated=True)), _connector='OR'), name='record_merged_is_not_live'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(fields=('user', 'record'), name='follow_once'),
        ),
        migrations.AddConstraint(
            model_name='recordfile',
            constraint=models.UniqueConstraint(fields=('record', 'form'), name='one_file_of_a_form_per_record'),
        ),
        migrations.AddConstraint(
            model_name='recordfile',
            constraint=models.CheckConstraint(condition=models.Q(('made_at', None), ('file__gt', ''), ('problem__gt', ''), _connector='OR'), name='record_file_made_is_there'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('place', None), ('record__isnull', False)), models.Q(('place__isnull', False), ('record', None)), _connector='OR'), name='report_about_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(('answer__gt', ''), ('answered_at__isnull', False)), _connector='OR'), name='report_answered_with_an_answer'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('decision', 'waiting')), fields=('record',), name='one_waiting_review_per_record'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decision', 'waiting')), models.Q(models.Q(('decision', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='review_decided_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='savedform',
            constraint=models.UniqueConstraint(fields=('record', 'user', 'section'), name='saved_form_once'),
        ),
        migrations.AddConstraint(
            model_name='tie',
            constraint=models.UniqueConstraint(fields=('source', 'target', 'relation'), name='tie_once'),
        ),
        migrations.AddConstraint(
            model_name='tie',
            constraint=models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='tie_between_two'),
        ),
    ]
