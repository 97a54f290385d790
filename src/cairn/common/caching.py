"""What the shared cache holds, and for how long."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connection, transaction
from django.utils.crypto import salted_hmac

from cairn.common.disks import find_disk_problem


class SharedCache(DatabaseCache):
    """Django's says nothing where a value could not be kept. On a full disk the limits of log-ins, which lock a key
    before they count, would take that for a lock that somebody else holds, and answer "too many attempts"."""

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        problems: list[DatabaseError] = []

        def note_problem(execute: Callable[..., Any], *asked: Any) -> Any:
            try:
                return execute(*asked)
            except DatabaseError as problem:
                problems.append(problem)
                raise

        # A transaction around Django's own, which passes over errors of its end as well; this one raises them.
        with transaction.atomic(savepoint=False), connection.execute_wrapper(note_problem):
            kept = bool(super()._base_set(mode, key, value, timeout))  # type: ignore[misc]  # not in the stubs
        if problem := next(filter(find_disk_problem, problems), None):
            raise problem
        return kept


def hash_key(key: str, key_prefix: str, version: int) -> str:
    """allauth counts log-ins under network addresses and e-mail addresses; the table must hold neither."""
    return salted_hmac("cairn.cache", f"{key_prefix}:{version}:{key}").hexdigest()


def delete_expired(before: datetime) -> None:
    """What has expired. Django deletes it only when the table is full."""
    shared = caches["default"]
    if isinstance(shared, DatabaseCache):
        expired = connection.ops.adapt_datetimefield_value(before)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cairn_cache WHERE expires < %s", [expired])
