"""A document has a number of its own, so that a page which is no record can be one. The words that are there stay."""

import django.db.models.deletion
from django.db import migrations, models

FTS = (
    "CREATE VIRTUAL TABLE search_fts USING fts5(title, summary, body, content='search_searchdocument',"
    " content_rowid='{}', tokenize='porter unicode61 remove_diacritics 2', prefix='2 3')"
)


def _execute(schema_editor, **statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def put_index_aside(apps, schema_editor):
    """SQLite's index names the column of the table beside which it lies; PostgreSQL's is a table by itself."""
    _execute(
        schema_editor,
        sqlite=["DROP TABLE search_fts"],
        postgresql=["ALTER TABLE search_words RENAME COLUMN record_id TO document_id"],
    )


def make_index(apps, schema_editor):
    _execute(
        schema_editor,
        sqlite=[FTS.format("id"), "INSERT INTO search_fts (search_fts) VALUES ('rebuild')"],
        postgresql=[],
    )


def put_new_index_aside(apps, schema_editor):
    _execute(schema_editor, sqlite=["DROP TABLE search_fts"], postgresql=[])


def make_index_as_it_was(apps, schema_editor):
    _execute(
        schema_editor,
        sqlite=[FTS.format("record_id"), "INSERT INTO search_fts (search_fts) VALUES ('rebuild')"],
        postgresql=["ALTER TABLE search_words RENAME COLUMN document_id TO record_id"],
    )


def name_records(apps, schema_editor):
    documents = apps.get_model("search", "SearchDocument").objects
    documents.update(record_id=models.F("id"))


def leave_pages_out(apps, schema_editor):
    apps.get_model("search", "SearchDocument").objects.filter(record=None).delete()
    _execute(schema_editor, sqlite=[], postgresql=["DELETE FROM search_words WHERE document_id < 0"])


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0006_text_beside_a_file'),
        ('search', '0003_questions_among_the_kinds'),
    ]

    operations = [
        migrations.RunPython(put_index_aside, make_index_as_it_was),
        # SQLite would go on to hold tags to the column by its old name.
        migrations.AlterField(
            model_name='searchtag',
            name='document',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='search.searchdocument'),
        ),
        migrations.RenameField('searchdocument', 'record', 'id'),
        migrations.AlterField(
            model_name='searchdocument',
            name='id',
            field=models.BigIntegerField(primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name='searchdocument',
            name='kind',
            field=models.CharField(max_length=20),
        ),
        migrations.AddField(
            model_name='searchdocument',
            name='record',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_document', to='records.record'),
        ),
        migrations.AddField(
            model_name='searchdocument',
            name='address',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='searchtag',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='search.searchdocument'),
        ),
        migrations.RunPython(name_records, leave_pages_out),
        migrations.AddConstraint(
            model_name='searchdocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('record', models.F('id'))), models.Q(('id__lt', 0), ('is_public', True), ('record', None), models.Q(('address', ''), _negated=True)), _connector='OR'), name='search_document_of_a_record_or_a_page'),
        ),
        migrations.RunPython(make_index, put_new_index_aside),
    ]
