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
            name='Insight',
            fields=[
                ('record_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='records.record')),
                ('starter_key', models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True)),
                ('starter_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('topic', models.CharField(blank=True, max_length=40)),
                ('viewpoints', models.JSONField(blank=True, default=list)),
                ('tells', models.CharField(blank=True, choices=[('implementation', 'How it was carried out'), ('outcome', 'What changed for children and families')], max_length=14)),
                ('confidence', models.CharField(blank=True, choices=[('not_sure', 'Not sure yet'), ('fairly_sure', 'Fairly sure'), ('sure', 'Sure')], max_length=12)),
                ('confidence_reason', models.TextField(blank=True, max_length=1000)),
                ('since', models.CharField(blank=True, max_length=10)),
            ],
            options={
                'abstract': False,
            },
            bases=('records.record',),
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('record_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='records.record')),
                ('starter_key', models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True)),
                ('starter_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('happened', models.CharField(blank=True, choices=[('did_not_work', 'Something that did not work'), ('mixed', 'Something that worked in part'), ('worked', 'Something that worked')], max_length=12)),
                ('tells', models.CharField(blank=True, choices=[('implementation', 'How it was carried out'), ('outcome', 'What changed for children and families')], max_length=14)),
                ('viewpoint', models.CharField(blank=True, choices=[('project', 'The people who ran it'), ('evaluator', 'An evaluator'), ('practitioner', 'A practitioner'), ('young_person', 'A young person'), ('family', 'A parent or carer'), ('partner', 'A partner organisation'), ('funder', 'A funder, government or auditor'), ('researcher', 'A researcher')], max_length=12)),
                ('context', models.TextField(blank=True, max_length=3000)),
                ('why', models.TextField(blank=True, max_length=3000)),
                ('differently', models.TextField(blank=True, max_length=3000)),
                ('again', models.CharField(blank=True, choices=[('yes', 'Yes'), ('changed', 'Yes, but differently'), ('no', 'No'), ('not_sure', 'Not sure')], max_length=8)),
                ('topic', models.CharField(blank=True, max_length=40)),
                ('is_anonymous', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'abstract': False,
            },
            bases=('records.record', models.Model),
        ),
        migrations.CreateModel(
            name='OpenQuestion',
            fields=[
                ('record_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='records.record')),
                ('tried', models.TextField(blank=True, max_length=2000)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
            bases=('records.record',),
        ),
        migrations.CreateModel(
            name='AnonymousDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened', models.CharField(blank=True, choices=[('did_not_work', 'Something that did not work'), ('mixed', 'Something that worked in part'), ('worked', 'Something that worked')], max_length=12)),
                ('tells', models.CharField(blank=True, choices=[('implementation', 'How it was carried out'), ('outcome', 'What changed for children and families')], max_length=14)),
                ('viewpoint', models.CharField(blank=True, choices=[('project', 'The people who ran it'), ('evaluator', 'An evaluator'), ('practitioner', 'A practitioner'), ('young_person', 'A young person'), ('family', 'A parent or carer'), ('partner', 'A partner organisation'), ('funder', 'A funder, government or auditor'), ('researcher', 'A researcher')], max_length=12)),
                ('context', models.TextField(blank=True, max_length=3000)),
                ('why', models.TextField(blank=True, max_length=3000)),
                ('differently', models.TextField(blank=True, max_length=3000)),
                ('again', models.CharField(blank=True, choices=[('yes', 'Yes'), ('changed', 'Yes, but differently'), ('no', 'No'), ('not_sure', 'Not sure')], max_length=8)),
                ('topic', models.CharField(blank=True, max_length=40)),
                ('title', models.CharField(max_length=150)),
                ('summary', models.CharField(max_length=500)),
                ('state', models.CharField(choices=[('writing', 'Being written'), ('waiting', 'Waits for an editor'), ('returned', 'Sent back with a question')], default='writing', max_length=8)),
                ('question', models.CharField(blank=True, max_length=500)),
                ('reply', models.CharField(blank=True, max_length=500)),
                ('written_at', models.DateTimeField()),
                ('writer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='anonymous_drafts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=3000)),
                ('answered_at', models.DateTimeField()),
                ('may_become_lesson', models.BooleanField(default=False)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lesson', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='lessons.lesson')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='lessons.openquestion')),
            ],
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=43, unique=True)),
                ('fingerprint', models.CharField(max_length=64)),
                ('words', models.JSONField(default=dict)),
                ('name', models.CharField(max_length=150)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('asked_at', models.DateTimeField()),
                ('answer', models.CharField(choices=[('waiting', 'Not answered yet'), ('agreed', 'Agreed'), ('changes', 'Asked for changes')], default='waiting', max_length=8)),
                ('comment', models.CharField(blank=True, max_length=1000)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='records.record')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('answer', 'waiting')), fields=('lesson',), name='one_waiting_agreement_per_lesson'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'waiting'), ('answered_at', None)), models.Q(models.Q(('answer', 'waiting'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='agreement_answered_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='LessonCode',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('draft', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='lessons.anonymousdraft')),
                ('lesson', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='lessons.lesson')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('draft', None), ('lesson__isnull', False)), models.Q(('draft__isnull', False), ('lesson', None)), _connector='OR'), name='lesson_code_withdraws_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='NotActed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('money', 'No money for it'), ('people', 'Nobody free to do it'), ('time', 'No time to find out more'), ('priority', 'Something else comes first'), ('leaders', 'Leaders are not behind it'), ('not_local', 'It may not fit here'), ('doubt', 'We are not sure that it is true'), ('how', 'We do not know how'), ('rules', 'A rule or a contract stands in the way'), ('other', 'Another reason')], max_length=12)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('said_at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('insight', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='not_acted', to='lessons.insight')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('insight', 'by', 'why'), name='not_acted_once')],
            },
        ),
    ]
