"""What the shared cache holds, and for how long."""

from datetime import datetime

from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils.crypto import salted_hmac


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
