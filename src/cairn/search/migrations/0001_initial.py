import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


MAKE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_fts USING fts5(title, summary, body, content='search_searchdocument',"
        " content_rowid='id', tokenize='porter unicode61 remove_diacritics 2', prefix='2 3')",
    ],
    "postgresql": [
        # English stems without the list of stop words: phrases such as "in care" need them.
        "CREATE TEXT SEARCH DICTIONARY cairn_english_stem (TEMPLATE = snowball, LANGUAGE = english)",
        "CREATE TEXT SEARCH CONFIGURATION cairn_english (COPY = english)",
        "ALTER TEXT SEARCH CONFIGURATION cairn_english ALTER MAPPING REPLACE english_stem WITH cairn_english_stem",
        # Whole rows of usual records stay in one place: looking elsewhere for each is what makes ranking slow.
        "CREATE TABLE search_words (document_id bigint PRIMARY KEY, heading tsvector NOT NULL, words tsvector NOT NULL)"
        " WITH (toast_tuple_target = 8160)",
        "CREATE INDEX search_words_words ON search_words USING gin (words)",
    ],
}
DROP = {
    "sqlite": ["DROP TABLE search_fts"],
    "postgresql": [
        "DROP TABLE search_words",
        "DROP TEXT SEARCH CONFIGURATION cairn_english",
        "DROP TEXT SEARCH DICTIONARY cairn_english_stem",
    ],
}


def create_index(apps, schema_editor):
    """Outside Django's model state: each database has its own way, and no model stands for it."""
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop_index(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('records', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40, unique=True)),
                ('number', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('title', models.CharField(max_length=150)),
                ('summary', models.CharField(blank=True, max_length=500)),
                ('body', models.TextField(blank=True)),
                ('is_public', models.BooleanField(default=False)),
                ('audience', models.CharField(max_length=80)),
                ('shown_at', models.DateTimeField()),
                ('record', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_document', to='records.record')),
            ],
        ),
        migrations.CreateModel(
            name='SearchTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facet', models.CharField(max_length=20)),
                ('value', models.CharField(max_length=80)),
                ('label', models.CharField(max_length=150)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='search.searchdocument')),
            ],
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('address', models.CharField(max_length=600)),
                ('since', models.DateTimeField()),
                ('last_notified_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_searches', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'name'), name='saved_search_name_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='searchdocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('record', models.F('id'))), models.Q(('id__lt', 0), ('is_public', True), ('record', None), models.Q(('address', ''), _negated=True)), _connector='OR'), name='search_document_of_a_record_or_a_page'),
        ),
        migrations.AddIndex(
            model_name='searchtag',
            index=models.Index(fields=['facet', 'value'], name='search_tag_by_value'),
        ),
        migrations.AddConstraint(
            model_name='searchtag',
            constraint=models.UniqueConstraint(fields=('document', 'facet', 'value'), name='search_tag_once'),
        ),
        migrations.RunPython(create_index, drop_index),
    ]
