"""What follows from news about records: the index says the same, in the same transaction."""

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from cairn.records.models import Record
from cairn.records.signals import record_written
from cairn.search import services
from cairn.search.index import get_index
from cairn.search.models import SearchDocument
from cairn.search.searchable import get_page_kinds


@receiver(record_written)
def index(sender: object, record: Record, **kwargs: Any) -> None:
    services.index_record(record)


# Django's own signal, against the habit of the house: records are deleted in many ways, some by cascade, and whoever
# deletes one must not have to think of what the index still holds.
@receiver(pre_delete, sender=SearchDocument)
def remove_from_index(sender: Any, instance: SearchDocument, **kwargs: Any) -> None:
    services.remove_from_index(instance)


def keep_up(sender: object, using: str, **kwargs: Any) -> None:
    """After `migrate` and `flush` the index follows the tables beside which it lies.

    The first time the records that are there are indexed, and emptied tables leave an empty index.
    The index is outside Django's models, so `flush` (and the tests that use it) would leave its words behind.
    """
    if using != connection.alias or SearchDocument._meta.db_table not in connection.introspection.table_names():
        return
    missing = [kind for kind in get_page_kinds() if not SearchDocument.objects.filter(kind=kind).exists()]
    if (SearchDocument.objects.exists() and not missing) or _is_half_migrated():
        return
    if not SearchDocument.objects.exists() and Record.objects.exists():
        services.rebuild_index()
        return
    if not SearchDocument.objects.exists():
        get_index().rebuild()
    for kind in missing:
        services.index_pages(get_page_kinds()[kind])


def _is_half_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
