"""What takes seconds to load, loaded once for a process: later tests get a copy of the database as it was then."""

import sqlite3
from collections.abc import Callable, Hashable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

_kept: dict[tuple[Hashable, ...], tuple[sqlite3.Connection, Any]] = {}
_there: list[Hashable] = []  # what is loaded now, each on top of those before it


@contextmanager
def loaded(key: Hashable, load: Callable[[], Any]) -> Iterator[Any]:
    """The database with what `load` puts into it, and what `load` gave; afterwards the database is as it was.

    On SQLite, whose database lies in memory, the first call loads and the others copy. On PostgreSQL, where a copy
    would need a database of its own, each call loads, in a transaction around what follows.
    """
    if connection.vendor != "sqlite":
        with transaction.atomic():
            yield load()
            transaction.set_rollback(True)
        return
    with closing(_copy_out()) as before:
        _there.append(key)
        try:
            if tuple(_there) not in _kept:
                given = load()
                _kept[tuple(_there)] = _copy_out(), given
            else:
                kept, given = _kept[tuple(_there)]
                _copy_in(kept)
            yield given
        finally:
            _there.remove(key)
            _copy_in(before)


def _copy_out() -> sqlite3.Connection:
    connection.ensure_connection()
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(copy)
    return copy


def _copy_in(copy: sqlite3.Connection) -> None:
    connection.ensure_connection()
    copy.backup(connection.connection)
    # A test that empties the tables numbers the kinds of content anew.
    ContentType.objects.clear_cache()
