"""The site version: numbers in the database that change with everything that may change a public page.

Nobody has to remember to raise it. Each connection watches the statements that go through it, whoever sends them: the
ORM, raw SQL, a job, a command. The first one of a transaction that writes puts a new number into the same transaction,
so that others see the number and what was written at the same moment, or neither.

A table that no page of the page cache reads is named in QUIET_TABLES and raises nothing. The watch sees what is read
as well: a page that reads one of them all the same is not kept.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cairn.common.models import SiteVersion

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]

WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|COPY|WITH)\b", re.IGNORECASE)
WRITTEN = re.compile(
    r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE
)
WITHIN = re.compile(r"\b(?:INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)  # of WITH …, which mostly reads
RETURNS = " RETURNING "
# Each log-in writes when it was, which no page says.
LAST_LOG_IN = 'UPDATE "accounts_user" SET "last_login" = %s WHERE '
BITS = 63  # by chance, so that no number comes twice, whatever is undone or restored


def watch_connection(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receives `connection_created`, which comes again whenever a connection is opened anew."""
    if _find_watch(connection) is None:
        # In front: `execute_wrapper` takes away the last, and may have added its own before the connection was open.
        connection.execute_wrappers.insert(0, Watch())


def _find_watch(connection: BaseDatabaseWrapper) -> "Watch | None":
    return next((one for one in connection.execute_wrappers if isinstance(one, Watch)), None)


class Watch:
    """What is known of one connection."""

    def __init__(self) -> None:
        self.has_table = False
        # Django puts a new list there whenever a transaction or a savepoint of it ends otherwise than well, and when a
        # transaction ends well: as long as it is the same one, the number that was written stands.
        self.raised_in: Any = None
        self.is_noting = self.has_read_quiet = False

    def __call__(self, execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if self.is_noting and reads_quiet(str(sql)):
            self.has_read_quiet = True
        if not changes_pages(str(sql)):
            return execute(sql, params, many, context)
        connection: BaseDatabaseWrapper = context["connection"]
        connection.validate_no_broken_transaction()
        if not connection.get_autocommit():
            self.raise_version(connection)
            return execute(sql, params, many, context)
        if connection.vendor == "sqlite" and RETURNS in sql:
            # It is not committed before its rows are fetched, and until then what else is written goes with it.
            done = execute(sql, params, many, context)
            self.raise_version(connection)
            self.raised_in = None  # there is no transaction whose end would show
            return done
        with transaction.atomic(using=connection.alias, savepoint=False):
            self.raise_version(connection)
            return execute(sql, params, many, context)

    def raise_version(self, connection: BaseDatabaseWrapper) -> None:
        if self.raised_in is connection.run_on_commit or not self._has_table(connection):
            return
        number = secrets.randbits(BITS)
        free = "SELECT id FROM common_siteversion ORDER BY id LIMIT 1"
        if connection.vendor == "postgresql":
            # Nobody waits for the row of somebody whose transaction lasts: they take another one, or add one.
            free += " FOR UPDATE SKIP LOCKED"
        with connection.wrap_database_errors, closing(connection.create_cursor()) as cursor:
            cursor.execute(f"UPDATE common_siteversion SET number = %s WHERE id = ({free})", [number])  # noqa: S608 ours
            if not cursor.rowcount:
                cursor.execute("INSERT INTO common_siteversion (number) VALUES (%s)", [number])
        self.raised_in = connection.run_on_commit

    def _has_table(self, connection: BaseDatabaseWrapper) -> bool:
        """Not before its migration. Once it is there it stays."""
        if not self.has_table:
            ask = (
                "SELECT to_regclass('common_siteversion')"
                if connection.vendor == "postgresql"
                else "SELECT MAX(name) FROM sqlite_master WHERE name = 'common_siteversion'"
            )
            with connection.wrap_database_errors, closing(connection.create_cursor()) as cursor:
                cursor.execute(ask)
                self.has_table = cursor.fetchone()[0] is not None
        return self.has_table


def changes_pages(sql: str) -> bool:
    """Whether a statement writes what a page of the page cache may show."""
    if sql.startswith(("SELECT", LAST_LOG_IN)) or not WRITES.match(sql):
        return False
    if sql.lstrip()[:4].upper() == "WITH":
        return WITHIN.search(sql) is not None
    found = WRITTEN.match(sql)
    return found is None or found[1] not in settings.QUIET_TABLES


@lru_cache(2000)  # pages send the same statements again and again, and long ones
def reads_quiet(sql: str) -> bool:
    return _get_quiet().search(sql) is not None


@cache
def _get_quiet() -> re.Pattern[str]:
    # Reading the session is no matter: the page cache itself asks what is in it.
    names = sorted(settings.QUIET_TABLES - {"django_session"})
    return re.compile(rf"\b(?:{'|'.join(names)})\b")


def raise_version() -> None:
    """For what goes past the watch, as COPY of PostgreSQL does; inside the transaction that writes."""
    connection.ensure_connection()
    watch = _find_watch(connection)
    assert watch is not None, "every connection is watched"  # noqa: S101
    watch.raise_version(connection)


def read_version() -> str:
    """As it was committed, or as this transaction has left it; empty where there is none, or no database."""
    try:
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        with connection.wrap_database_errors, closing(connection.create_cursor()) as cursor:
            cursor.execute("SELECT number FROM common_siteversion ORDER BY id")
            numbers = cursor.fetchall()
    except DatabaseError:
        return ""
    if watch := _find_watch(connection):
        watch.raised_in = None  # somebody has seen this number: what is written from here on needs another
    return "-".join(str(number) for (number,) in numbers)


@contextmanager
def noting_quiet_reads() -> Iterator[Callable[[], bool]]:
    """Gives a function that says whether a quiet table was read meanwhile."""
    connection.ensure_connection()
    watch = _find_watch(connection)
    assert watch is not None, "every connection is watched"  # noqa: S101
    watch.is_noting, watch.has_read_quiet = True, False
    try:
        yield lambda: watch.has_read_quiet
    finally:
        watch.is_noting = False


__all__ = ["SiteVersion", "changes_pages", "noting_quiet_reads", "raise_version", "read_version", "watch_connection"]
