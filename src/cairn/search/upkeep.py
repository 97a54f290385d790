"""After `migrate` and `flush`: the index follows the tables beside which it lies."""

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cairn.records.models import Record
from cairn.search import services
from cairn.search.index import get_index
from cairn.search.models import SearchDocument


def keep_up(sender: Any, using: str, **kwargs: Any) -> None:
    """The first time the records that are there are indexed; and emptied tables leave an empty index.

    The index is outside Django's models, so `flush` (and the tests that use it) would leave its words behind.
    """
    if using != connection.alias or SearchDocument._meta.db_table not in connection.introspection.table_names():
        return
    if SearchDocument.objects.exists() or _is_half_migrated():
        return
    if Record.objects.exists():
        services.rebuild_index()
    else:
        get_index().rebuild()


def _is_half_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
